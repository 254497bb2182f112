// Builds doors: the rules that a coordinate has to pass, with what a denial will say. Coordinates that ask the same share one.

import { readsArguments } from '../decide/evaluate.ts';
import { mergeSelections } from '../decide/row-selection.ts';
import type { MaskEntry } from '../domain-policy.ts';
import { printRule, requirementOf } from '../requirement.ts';
import { allow, anatomyOf, type Rule } from '../shield.ts';
import type { CompiledMask, Conjunct, Door } from './compiled-policy.ts';
import { rowSelectionOf } from './row-selection-of.ts';

export interface LayeredRule {
  readonly layer: Conjunct['layer'];
  readonly rule: Rule;
  readonly yieldsToGrants: boolean;
}

export type DoorBuilder = (rules: readonly LayeredRule[], mask: MaskEntry | undefined) => Door;

/** @returns a builder that gives the same door for rules of the same names, which the compiler makes sure are the same rules */
export function createDoors(): DoorBuilder {
  const shared = new Map<string, Door>();
  return (rules, mask) => {
    const conjuncts = withoutRepeats(rules.filter(({ rule }) => rule !== allow).map(conjunctOf));
    if (mask !== undefined) return doorOf(conjuncts, maskOf(mask));
    const key = JSON.stringify(conjuncts.map(({ layer, name, yieldsToGrants }) => [layer, name, yieldsToGrants]));
    const door = shared.get(key) ?? doorOf(conjuncts, null);
    shared.set(key, door);
    return door;
  };
}

function doorOf(conjuncts: readonly Conjunct[], mask: CompiledMask | null): Door {
  const rules = [...conjuncts.map(({ rule }) => rule), ...(mask ? [mask.unless] : [])];
  return {
    conjuncts,
    mask,
    readsArguments: rules.some(readsArguments),
    rowInputs: mergeSelections(rules.map(rowSelectionOf)),
  };
}

function conjunctOf({ layer, rule, yieldsToGrants }: LayeredRule): Conjunct {
  const requirement = requirementOf(rule);
  const reason = requirement === null ? 'The policy does not open this to the caller.' : `Needs ${requirement}.`;
  return { layer, rule, name: printRule(rule), reason, yieldsToGrants };
}

function maskOf({ unless, with: mask }: MaskEntry): CompiledMask {
  return { mask, unless, name: printRule(unless), requirement: requirementOf(unless) };
}

/** What two layers ask is asked once; a grant stands in for it only where it stands in for both. */
function withoutRepeats(conjuncts: readonly Conjunct[]): Conjunct[] {
  const byName = new Map<string, Conjunct>();
  for (const conjunct of conjuncts) {
    const known = byName.get(conjunct.name) ?? conjunct;
    byName.set(conjunct.name, { ...known, yieldsToGrants: known.yieldsToGrants && conjunct.yieldsToGrants });
  }
  const distinct = [...byName.values()];
  return distinct.filter((conjunct) => !distinct.some((other) => says(other, conjunct)));
}

/** Whether one asks all that the other asks, for the same grants. */
function says({ rule, yieldsToGrants }: Conjunct, part: Conjunct): boolean {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind !== 'and' || (yieldsToGrants && !part.yieldsToGrants)) return false;
  return anatomy.parts.some((inner) => printRule(inner) === part.name);
}
