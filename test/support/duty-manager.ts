// Who may do what nobody in the demo may: belongs to teams that answer for products, may force a change of the registrations, and has
// just logged in with a second factor. For end-to-end tests of what pages do for such people.
import type { Persona } from '../../policies/persona.ts';

const claims = {
  sub: 'user|duty-manager',
  azp: 'playground',
  scope: 'gordian:contract:write gordian:contract:force',
  roles: ['break-glass', 'order-management', 'catalog'],
  purposes: ['incident'],
  department: 'platform',
  region: 'CENTRAL',
  domains: '*',
  amr: ['pwd', 'otp'],
  /** Read for each token. */
  get auth_time() {
    return Math.floor(Date.now() / 1_000) - 10;
  },
};

export const dutyManager: Persona = {
  id: 'duty-manager',
  label: 'Duty manager',
  description: 'May do in an emergency what others may not.',
  claims,
};
