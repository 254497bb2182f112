// A door as if the arguments of the field were not known yet: what is decided all the same, no argument can change.
import type { Door } from '../compiler/compiled-policy.ts';
import { anatomyOf, and, chain, not, or, type Rule, race, rule } from '../shield.ts';

export function withoutArguments(door: Door): Door {
  const { conjuncts, mask } = door;
  return {
    ...door,
    conjuncts: conjuncts.map((conjunct) => ({ ...conjunct, rule: blinded(conjunct.rule) })),
    mask: mask && { ...mask, unless: blinded(mask.unless) },
  };
}

/** Reads of a row that never comes, and so stays unknown. */
const waiting = rule('waitsForArguments', { cache: 'no_cache', fragment: 'fragment Nothing on Nothing { nothing }' })(
  () => false,
);

function blinded(given: Rule): Rule {
  const anatomy = anatomyOf(given);
  if (anatomy?.kind === 'leaf') return anatomy.leaf.cache === 'contextual' ? given : waiting;
  if (anatomy === undefined || !('parts' in anatomy)) return given;
  const parts = anatomy.parts.map(blinded);
  return anatomy.kind === 'not' ? not(parts[0]!) : { and, or, chain, race }[anatomy.kind](...parts);
}
