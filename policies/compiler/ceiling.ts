// Rules that ask how sensitive the field is that they stand on. The contract says that and no request changes it, so the compiler
// puts the answer in the place of the rule.
import type { Classification, Sensitivity } from '../../schema/artefact.ts';
import { compareLevels } from '../../schema/contract/strictness.ts';
import { allow, deny, type Rule } from '../shield.ts';
import { closing } from './map-leaves.ts';

const ceilings = new WeakMap<Rule, Sensitivity>();

export function withCeiling(rule: Rule, level: Sensitivity): Rule {
  ceilings.set(rule, level);
  return rule;
}

/** @returns the rule itself when it asks something else */
export function settleCeiling(rule: Rule, classification: Classification | undefined, isNegated: boolean): Rule {
  const ceiling = ceilings.get(rule);
  if (ceiling === undefined) return rule;
  if (classification === undefined) return closing(isNegated);
  return compareLevels(classification.level, ceiling) <= 0 ? allow : deny;
}
