// What a caller was given beyond the rules: grants, and a glass broken in an emergency. Each opens the coordinates and the data
// products that it names, until its time is over.
import type { Caller, CallerGrant } from '../kit/caller.ts';
import type { Guarded } from './compiled-policy.ts';

/** @returns what opens a coordinate, the widest first; null when the caller holds nothing, which is the rule */
export function opensBy(
  { grants = [], breakGlass = null }: Caller,
  now: () => Date,
): ((guarded: Guarded) => CallerGrant | undefined) | null {
  const held = breakGlass === null ? grants : [breakGlass, ...grants];
  if (held.length === 0) return null;
  const seconds = now().getTime() / 1_000;
  const live = held.filter(({ validUntil }) => validUntil > seconds);
  return ({ coordinate, classification }) => {
    const fitting = live.filter(({ targets }) => targets.some((target) => names(target, coordinate, classification)));
    return fitting.find(({ outcome }) => outcome === 'ALLOW') ?? fitting[0];
  };
}

/** A product opens what its contract promises: what no contract classifies belongs to none. */
function names(target: string, coordinate: string, classification: Guarded['classification']): boolean {
  return target === coordinate || (classification !== undefined && target === classification.product);
}
