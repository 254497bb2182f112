// RESTRICTED and personal data open to callers that the owning domain has given some scope: being logged in, a role or an
// attribute alone never suffices.
import { isPersonal } from '../compiler/derived.ts';
import { hasScopeOf } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const sensitiveNeedsAScope: Guardrail = {
  name: 'sensitiveNeedsAScope',
  yieldsToGrants: true,
  ruleFor: ({ classification }) => {
    if (classification === undefined) return undefined;
    const isSensitive = classification.level === 'RESTRICTED' || isPersonal(classification);
    return isSensitive ? hasScopeOf(classification.domain) : undefined;
  },
};
