// What a caller was given beyond the rules: grants, and a glass broken in an emergency. Each opens the coordinates and, for
// reading, the data products that it names, until its time is over.
import type { Caller, CallerGrant } from '../../kit/caller.ts';
import type { Guarded } from '../compiler/compiled-policy.ts';
import { isSecret } from '../compiler/derived.ts';

/** @returns what opens a coordinate, the widest first; null when the caller holds nothing, which is the rule */
export function opensBy(
  { grants = [], breakGlass = null }: Caller,
  now: () => Date,
): ((guarded: Guarded) => CallerGrant | undefined) | null {
  const held = breakGlass === null ? grants : [breakGlass, ...grants];
  if (held.length === 0) return null;
  const seconds = now().getTime() / 1_000;
  const live = held.filter(({ validUntil }) => validUntil > seconds);
  return (guarded) => {
    const fitting = live.filter(
      ({ targets, outcome }) =>
        targets.some((target) => target === guarded.coordinate || target === productThatOpens(guarded)) &&
        (outcome === 'ALLOW' || !isFilter(guarded)),
    );
    return fitting.find(({ outcome }) => outcome === 'ALLOW') ?? fitting[0];
  };
}

/** A filter by what is masked would tell the clear value. */
function isFilter(guarded: Guarded): boolean {
  return 'kind' in guarded && guarded.kind === 'filter';
}

/**
 * The product whose name opens it. What no contract classifies belongs to none; what changes something, or is a secret to those
 * who may not read it, is opened by its own name only.
 */
export function productThatOpens({
  coordinate,
  classification,
  recordsOf,
}: Pick<Guarded, 'coordinate' | 'classification' | 'recordsOf'>): string | undefined {
  if (coordinate.startsWith('Mutation.') || isSecret(classification)) return undefined;
  return classification?.product ?? recordsOf;
}
