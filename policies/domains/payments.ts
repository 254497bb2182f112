// Payments: a chargeback takes money back from us, so it needs the scope and the role of those who judge fraud.
import type { DomainPolicy } from '../domain-policy.ts';
import { and } from '../shield.ts';
import { hasRole, hasScope } from '../vocabulary.ts';

export const payments: DomainPolicy = {
  subgraph: 'payments',
  domain: 'payments',
  rules: {
    Mutation: {
      recordChargeback: and(hasScope('payments:chargeback:write'), hasRole('fraud-analyst')),
    },
  },
  masks: {},
};
