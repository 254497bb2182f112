// Payments: a chargeback takes money back from us, so it needs the scope and the role of those who judge fraud; account managers
// hear of one when it is decided.
import type { DomainPolicy } from '../domain-policy.ts';
import { requires } from '../requirement.ts';
import { and, not, or, type Rule, rule } from '../shield.ts';
import { hasRole, hasScope } from '../vocabulary.ts';

const judgesFraud = hasRole('fraud-analyst');

const isDecided = requires(
  rule('payments.isDecided', { cache: 'no_cache', fragment: '... on Chargeback { status }' })(
    ({ status }: { status: string }) => status !== 'OPEN',
  ),
  'a dispute that is decided',
);

/** What the schema of the payments demands by name. */
export const paymentsNamed: Readonly<Record<string, Rule>> = { 'payments.judgesFraud': judgesFraud };

export const payments: DomainPolicy = {
  subgraph: 'payments',
  domain: 'payments',
  rules: {
    Mutation: {
      recordChargeback: and(hasScope('payments:chargeback:write'), judgesFraud),
    },
  },
  masks: {},
  rows: {
    Chargeback: or(not(hasRole('account-manager')), isDecided),
  },
};
