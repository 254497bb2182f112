// Metadata: contracts, lineage and freshness are INTERNAL, as their own contract says; nothing more is written here.
import type { DomainPolicy } from '../domain-policy.ts';

export const metadata: DomainPolicy = {
  subgraph: 'metadata',
  domain: 'platform',
  rules: {},
  masks: {},
};
