// What is held for legal proceedings is read by legal counsel only, and changed by nobody.
import { deny } from '../shield.ts';
import { hasRole } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const heldForCounsel: Guardrail = {
  name: 'heldForCounsel',
  yieldsToGrants: false,
  ruleFor: ({ kind, classification }) => {
    if (!classification?.legalHold) return undefined;
    return kind === 'mutation' || kind === 'payload' ? deny : hasRole('legal-counsel');
  },
};
