// Nobody changes anything without saying who they are, also where the answer is PUBLIC.
import { isAuthenticated } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const changesNeedACaller: Guardrail = {
  name: 'changesNeedACaller',
  yieldsToGrants: false,
  ruleFor: ({ kind }) => (kind === 'mutation' ? isAuthenticated : undefined),
};
