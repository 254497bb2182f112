// Data leaves by way of a gateway in a region that its contract names, and by no other, whoever asks.
import { deny } from '../shield.ts';
import { residency } from '../vocabulary.ts';
import type { Guardrail } from './guardrail.ts';

export const staysInItsRegions: Guardrail = {
  name: 'staysInItsRegions',
  yieldsToGrants: false,
  ruleFor: ({ classification }) => {
    const regions = classification?.residency;
    if (regions === undefined) return undefined;
    // Contracts that agree on no region leave none.
    return regions.length === 0 ? deny : residency(...regions);
  },
};
