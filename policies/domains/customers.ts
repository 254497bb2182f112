// Customers: who sees an e-mail address clear, masked or not at all; the parts of the 360 view stay as closed as their sources.
import type { DomainPolicy } from '../domain-policy.ts';
import { email } from '../masks/email.ts';
import { or } from '../shield.ts';
import { hasScope } from '../vocabulary.ts';

const readsPersonalData = hasScope('customers:pii:read');
const readsMaskedData = hasScope('customers:pii:masked');

export const customers: DomainPolicy = {
  subgraph: 'customers',
  domain: 'customers',
  rules: {
    Customer: {
      email: or(readsPersonalData, readsMaskedData),
    },
    // Copies of other domains' fields open to whoever may read the originals, and to nobody else. The health score leads back
    // to the risk score; the compiler adds what its other sources ask.
    Customer360: {
      lifetimeValue: hasScope('orders:confidential:read'),
      riskScore: hasScope('payments:restricted:read'),
      healthScore: hasScope('payments:restricted:read'),
    },
    Mutation: {
      updateConsent: hasScope('customers:consent:write'),
    },
  },
  masks: {
    Customer: {
      email: { unless: readsPersonalData, with: email },
    },
  },
};
