// Data whose contract names purposes is used for one of them: the purpose that the caller has selected for the request must be among
// them. A caller selects only what the token grants.
import { deny } from '../shield.ts';
import { anyPurpose } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const servesItsPurposes: Guardrail = {
  name: 'servesItsPurposes',
  yieldsToGrants: false,
  ruleFor: ({ classification }) => {
    const purposes = classification?.purposes;
    if (purposes === undefined) return undefined;
    return purposes.length === 0 ? deny : anyPurpose(...purposes);
  },
};
