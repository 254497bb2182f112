// Suppliers: addresses of contacts are clear for whoever writes to them, and masked for everybody else who may know that there are any.
import type { DomainPolicy } from 'gordian/policies/domain-policy';
import { email } from 'gordian/policies/masks/email';
import { or } from 'gordian/policies/shield';
import { hasScope } from 'gordian/policies/vocabulary';

const readsPersonalData = hasScope('suppliers:pii:read');

export const suppliers: DomainPolicy = {
  subgraph: 'suppliers',
  domain: 'suppliers',
  rules: {
    Supplier: {
      contactEmail: or(readsPersonalData, hasScope('suppliers:pii:masked')),
    },
  },
  masks: {
    Supplier: {
      contactEmail: { unless: readsPersonalData, with: email },
    },
  },
};
