// Who the policy is tested with: the columns of golden.txt. Invented people with plain names of roles.
import type { Persona } from 'gordian/policies/persona';

export const personas: readonly Persona[] = [
  {
    id: 'anonymous',
    label: 'Anonymous',
    description: 'Sends no token.',
    claims: null,
  },
  {
    id: 'app',
    label: 'Application',
    description: 'Shows suppliers and deliveries to whoever works here; addresses are masked.',
    claims: {
      sub: 'service|warehouse-app',
      azp: 'warehouse-app',
      scope: 'suppliers:pii:masked',
      roles: ['application'],
      purposes: [],
      department: 'warehouse',
      region: 'CENTRAL',
    },
  },
  {
    id: 'analyst',
    label: 'Analyst',
    description: 'Reads what deliveries cost, and no personal data at all.',
    claims: {
      sub: 'user|analyst',
      azp: 'playground',
      scope: 'deliveries:confidential:read',
      roles: ['analyst'],
      purposes: [],
      department: 'analytics',
      region: 'CENTRAL',
    },
  },
  {
    id: 'steward',
    label: 'Data steward',
    description: 'Answers for the data of suppliers: sees addresses clear.',
    claims: {
      sub: 'user|steward',
      azp: 'playground',
      scope: 'suppliers:confidential:read suppliers:pii:read deliveries:confidential:read',
      roles: ['data-steward'],
      purposes: [],
      department: 'data-governance',
      region: 'CENTRAL',
    },
  },
  {
    id: 'pipeline',
    label: 'Pipeline',
    description: 'Registers contracts and schemas of all domains, as the CI files of this project do.',
    claims: {
      sub: 'service|pipeline',
      azp: 'pipeline',
      scope: 'gordian:contract:write',
      roles: ['service'],
      purposes: [],
      department: 'engineering',
      region: 'CENTRAL',
      domains: '*',
    },
  },
];
