// Builds doors: the rules that a coordinate has to pass, with what a denial will say. Coordinates that ask the same share one.
import type { CompiledMask, Conjunct, Door } from './compiled-policy.ts';
import type { MaskEntry } from './domain-policy.ts';
import { readsArguments } from './evaluate.ts';
import { printRule, requirementOf } from './requirement.ts';
import { mergeSelections, rowSelectionOf } from './row-selection.ts';
import { allow, type Rule } from './shield.ts';

export interface LayeredRule {
  readonly layer: Conjunct['layer'];
  readonly rule: Rule;
  readonly yieldsToGrants: boolean;
}

/** @returns a builder that gives the same door for rules of the same names, which the compiler makes sure are the same rules */
export function createDoors(): (rules: readonly LayeredRule[], mask: MaskEntry | undefined) => Door {
  const shared = new Map<string, Door>();
  return (rules, mask) => {
    const conjuncts = withoutRepeats(rules.filter(({ rule }) => rule !== allow).map(conjunctOf));
    if (mask !== undefined) return doorOf(conjuncts, maskOf(mask));
    const key = JSON.stringify(conjuncts.map(({ layer, name }) => [layer, name]));
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

/** A guardrail that says what the rule already says adds nothing. */
function withoutRepeats(conjuncts: readonly Conjunct[]): Conjunct[] {
  return conjuncts.filter(({ rule }, index) => conjuncts.findIndex((other) => other.rule === rule) === index);
}
