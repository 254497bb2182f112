// What a verdict means for whoever plans the change.

import type { ImpactOfChangesData } from '../generated/impact.ts';

export type ChangeImpact = NonNullable<ImpactOfChangesData['impact']>[number];

interface VerdictWords {
  readonly short: string;
  readonly tone: 'good' | 'warning' | 'bad';
  readonly long: string;
}

export function verdictWords(
  { verdict, clients }: Pick<ChangeImpact, 'verdict' | 'clients'>,
  window: string,
): VerdictWords {
  const whom = clients === 1 ? 'one client' : `${clients}${clients === 100 ? ' or more' : ''} clients`;
  switch (verdict) {
    case 'NOT_BREAKING':
      return { short: 'Breaks nobody', tone: 'good', long: 'Whoever uses it can go on as before.' };
    case 'UNUSED_IN_WINDOW':
      return {
        short: 'Used by nobody',
        tone: 'good',
        long: `It would break whoever uses it. Nobody has in the last ${window}, and the gateways have counted without a gap.`,
      };
    case 'BREAKS_PINNED_ONLY':
      return {
        short: 'Breaks pins',
        tone: 'warning',
        long: 'Only clients that have pinned another version are cut off.',
      };
    case 'UNKNOWN_NO_TRAFFIC_DATA':
      return {
        short: 'Nobody can say',
        tone: 'warning',
        long: `It would break whoever uses it. None is known, but the gateways have not counted for the whole of the last ${window}.`,
      };
    case 'BREAKS_CONSUMERS':
      return {
        short: `Breaks ${whom}`,
        tone: 'bad',
        long: `In the last ${window}, ${whom} asked for it or for what is made from it.`,
      };
  }
}
