// Orders: what the contract derives suffices (profit and lifetime value are CONFIDENTIAL, orders are placed with orders:write).
import type { DomainPolicy } from '../domain-policy.ts';

export const orders: DomainPolicy = {
  subgraph: 'orders',
  domain: 'orders',
  rules: {},
  masks: {},
};
