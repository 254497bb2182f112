// Whoever has not said who they are reads PUBLIC data only, whatever a domain allows.
import { isAuthenticated } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const abovePublicNeedsACaller: Guardrail = {
  name: 'abovePublicNeedsACaller',
  yieldsToGrants: false,
  ruleFor: ({ classification }) => (classification?.level === 'PUBLIC' ? undefined : isAuthenticated),
};
