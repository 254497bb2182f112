// Who the policy is tested with: the columns of golden.txt, the callers of `gordian policy explain --as`, and the people that the
// demo's identity provider hands tokens for. Invented people with plain names of roles. Add a persona here and nowhere else.
import type { Persona } from './persona.ts';

export const personas: readonly Persona[] = [
  {
    id: 'anonymous',
    label: 'Anonymous',
    description: 'Sends no token. Sees what is public, which is next to nothing.',
    claims: null,
  },
  {
    id: 'app',
    label: 'Application',
    description: 'The web shop. Reads business data and masked e-mail addresses, places orders, opens tickets.',
    claims: {
      sub: 'service|web-shop',
      azp: 'web-shop',
      scope: scopes(
        'customers:pii:masked',
        'customers:consent:write',
        'orders:write',
        'support:write',
        'gordian:operation:write',
      ),
      roles: ['application'],
      purposes: ['customer-service'],
      department: 'e-commerce',
      region: 'CENTRAL',
    },
  },
  {
    id: 'analyst',
    label: 'Analyst',
    description: 'Reads business data with confidential amounts and margins, and no personal data at all.',
    claims: {
      sub: 'user|analyst',
      azp: 'playground',
      scope: scopes(
        'gordian:plan:read',
        'customers:confidential:read',
        'catalog:confidential:read',
        'orders:confidential:read',
        'payments:confidential:read',
      ),
      roles: ['analyst'],
      purposes: ['reporting'],
      department: 'analytics',
      region: 'EAST',
    },
  },
  {
    id: 'steward',
    label: 'Data steward',
    description:
      'Answers for the customer data: sees everything of customers and their tickets, personal data in clear.',
    claims: {
      sub: 'user|steward',
      azp: 'playground',
      scope: scopes(
        'gordian:plan:read',
        'customers:confidential:read',
        'customers:restricted:read',
        'customers:pii:read',
        'customers:consent:write',
        'support:confidential:read',
        'support:restricted:read',
        'support:pii:read',
        'support:write',
        'orders:confidential:read',
        'orders:pii:read',
        'catalog:write',
        'platform:confidential:read',
        'platform:pii:read',
        'gordian:audit:read',
        'gordian:policy:read',
      ),
      roles: ['data-steward', 'support-agent', 'customer-data'],
      purposes: ['data-quality', 'customer-service'],
      department: 'data-governance',
      region: 'CENTRAL',
    },
    asks: { purpose: 'data-quality', gatewayRegion: 'US' },
  },
  {
    id: 'fraud-analyst',
    label: 'Fraud analyst',
    description: 'Judges payments: sees cards, risk scores and chargebacks, e-mail addresses masked.',
    claims: {
      sub: 'user|fraud-analyst',
      azp: 'playground',
      scope: scopes(
        'gordian:plan:read',
        'payments:confidential:read',
        'payments:restricted:read',
        'payments:chargeback:write',
        'orders:confidential:read',
        'customers:confidential:read',
        'customers:pii:masked',
      ),
      roles: ['fraud-analyst'],
      purposes: ['fraud-prevention'],
      department: 'risk',
      region: 'WEST',
    },
  },
  {
    id: 'account-manager',
    label: 'Account manager',
    description: 'Looks after customers: sees phone numbers of their own, and profit of orders sent to their region.',
    claims: {
      sub: 'user|account-manager',
      azp: 'playground',
      scope: scopes('customers:pii:masked', 'support:confidential:read', 'support:write'),
      roles: ['account-manager'],
      purposes: ['account-care'],
      department: 'sales',
      region: 'SOUTH',
      employee_id: 'AM-09',
    },
    asks: { purpose: 'account-care', gatewayRegion: 'US' },
  },
  {
    id: 'on-call',
    label: 'On-call engineer',
    description: 'May break the glass in an emergency, after a fresh login; sees no more than others until then.',
    claims: {
      sub: 'user|on-call',
      azp: 'playground',
      scope: '',
      roles: ['break-glass'],
      purposes: ['incident'],
      department: 'platform',
      region: 'CENTRAL',
    },
    asks: { steppedUp: { minutesAgo: 1, method: 'otp' } },
  },
  {
    id: 'security-officer',
    label: 'Security officer',
    description:
      'Answers for access: sees the audit, who has been granted what, and where personal data gets to unmasked.',
    claims: {
      sub: 'user|security-officer',
      azp: 'playground',
      scope: scopes('gordian:security', 'gordian:audit:read', 'gordian:policy:read'),
      roles: ['security-officer'],
      purposes: ['security'],
      department: 'security',
      region: 'CENTRAL',
    },
  },
  {
    id: 'pipeline',
    label: 'Pipeline',
    description:
      'Ships and checks the data of orders: registers contracts, reports quality, lineage and how far the data reaches.',
    claims: {
      sub: 'service|orders-pipeline',
      azp: 'orders-pipeline',
      scope: scopes('gordian:contract:write', 'gordian:quality:write', 'gordian:sla:write', 'gordian:lineage:write'),
      roles: ['service'],
      purposes: [],
      department: 'orders',
      region: 'CENTRAL',
      domains: 'orders',
    },
  },
];

function scopes(...names: string[]): string {
  return names.join(' ');
}
