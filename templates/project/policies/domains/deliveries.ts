// Deliveries: what the contract classifies decides; a rule here would stand in for the derived one of its field.
import type { DomainPolicy } from 'gordian/policies/domain-policy';

export const deliveries: DomainPolicy = {
  subgraph: 'deliveries',
  domain: 'deliveries',
  rules: {},
  masks: {},
};
