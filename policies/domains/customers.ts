// Customers: who sees contact data clear, masked or not at all; the parts of the 360 view stay as closed as their sources.
import type { DomainPolicy } from '../domain-policy.ts';
import { email } from '../masks/email.ts';
import { last4 } from '../masks/last4.ts';
import { year } from '../masks/year.ts';
import { and, or } from '../shield.ts';
import { hasRole, hasScope, ownManager } from '../vocabulary.ts';

const readsPersonalData = hasScope('customers:pii:read');
const readsMaskedData = hasScope('customers:pii:masked');
const isAccountManager = hasRole('account-manager');

export const customers: DomainPolicy = {
  subgraph: 'customers',
  domain: 'customers',
  rules: {
    Customer: {
      email: or(readsPersonalData, readsMaskedData),
      phone: or(readsPersonalData, isAccountManager),
      dateOfBirth: or(readsPersonalData, isAccountManager),
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
      // Account managers call their own customers.
      phone: { unless: or(readsPersonalData, and(isAccountManager, ownManager('Customer'))), with: last4 },
      dateOfBirth: { unless: readsPersonalData, with: year },
    },
  },
};
