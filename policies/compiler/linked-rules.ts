// The rules that an input has from the fields that it tells about: whoever may not read a field, or sees it masked, may not filter,
// order or group by it.
import type { Coordinate } from '../../schema/coordinates.ts';
import type { Subject } from '../guardrails/guardrail.ts';
import type { Rule } from '../shield.ts';
import type { CoordinateRules } from './compiled-policy.ts';
import type { LayeredRule } from './door.ts';
import type { InputLinks } from './input-links.ts';
import { closing, mapLeaves } from './map-leaves.ts';

/** @param read what has been compiled of the fields that are read */
export function linkedRules(
  { coordinate, kind, classification }: Subject,
  { byInput }: InputLinks,
  read: ReadonlyMap<Coordinate, CoordinateRules>,
): LayeredRule[] {
  if (kind !== 'filter') return [];
  const told = new Set([...(byInput.get(coordinate) ?? []), ...(classification?.derivedFrom ?? [])]);
  return [...told].flatMap((field) => {
    const door = read.get(field)?.door;
    if (door === undefined) return [];
    const sight: LayeredRule[] = door.mask ? [{ layer: 'domain', rule: door.mask.unless, yieldsToGrants: true }] : [];
    return [...door.conjuncts, ...sight].map(({ layer, rule, yieldsToGrants }) => ({
      layer,
      rule: ofCallerAlone(rule),
      yieldsToGrants,
    }));
  });
}

/** An input has no row, and the arguments of another field: what asks about those opens nothing. */
function ofCallerAlone(rule: Rule): Rule {
  return mapLeaves(rule, (leaf, part, isNegated) => (leaf.cache === 'contextual' ? part : closing(isNegated)));
}
