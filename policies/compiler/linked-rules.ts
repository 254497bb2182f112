// The rules that a coordinate has from the fields that it tells about. A copy is as closed as its original, whatever the domain that
// makes it has written; and whoever may not read a field, or sees it masked, may not filter, order or group by it.
import type { Coordinate } from '../../schema/coordinates.ts';
import type { Subject } from '../guardrails/guardrail.ts';
import { deny, type Rule } from '../shield.ts';
import type { Door } from './compiled-policy.ts';
import type { LayeredRule } from './door.ts';
import type { InputLinks } from './input-links.ts';
import { closing, mapLeaves } from './map-leaves.ts';

/** What whoever uses a coordinate learns about: its sources by its contract, and for an input what it narrows or orders by. */
export function toldBy({ coordinate, kind, classification }: Subject, { byInput }: InputLinks): Set<Coordinate> {
  // What a mutation takes and gives is said by the caller, not read from us.
  if (kind === 'mutation' || kind === 'payload') return new Set();
  return new Set([...(byInput.get(coordinate) ?? []), ...(classification?.derivedFrom ?? [])]);
}

/** To be told of a field is to see it clear. */
export function rulesBehind({ conjuncts, mask }: Door): LayeredRule[] {
  const sight: LayeredRule[] = mask ? [{ layer: 'domain', rule: mask.unless, yieldsToGrants: true }] : [];
  return [...conjuncts, ...sight].map(({ layer, rule, yieldsToGrants }) => ({
    layer,
    rule: ofCallerAlone(rule),
    yieldsToGrants,
  }));
}

/** What is, over however many steps, a copy of itself has no original to ask. */
export const copyOfItself: LayeredRule = { layer: 'derived', rule: deny, yieldsToGrants: false };

/** Elsewhere there is another row, and there are other arguments: what asks about those opens nothing. */
function ofCallerAlone(rule: Rule): Rule {
  return mapLeaves(rule, (leaf, part, isNegated) => (leaf.cache === 'contextual' ? part : closing(isNegated)));
}
