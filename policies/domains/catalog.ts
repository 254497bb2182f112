// Catalog: what the contract derives suffices (cost is CONFIDENTIAL, a price is changed with catalog:write).
import type { DomainPolicy } from '../domain-policy.ts';

export const catalog: DomainPolicy = {
  subgraph: 'catalog',
  domain: 'catalog',
  rules: {},
  masks: {},
};
