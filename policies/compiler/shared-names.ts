// Finds rules that share a name: graphql-shield would give the second the verdict of the first, and an audit could not tell them apart.
import type { Steps } from '../../kit/in-slices.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { Rule } from '../shield.ts';
import { leavesOf } from './inspect-rule.ts';
import type { PolicyProblem } from './policy-problem.ts';

/** A rule where it is used. */
export interface RuleUse {
  readonly file: string;
  readonly coordinate: Coordinate;
  readonly rule: Rule;
}

/** @returns one problem per name that stands for several rules */
export function* sharedNames(uses: readonly RuleUse[]): Steps<PolicyProblem[]> {
  const first = new Map<string, RuleUse>();
  const problems = new Map<string, PolicyProblem>();
  for (const use of uses) {
    for (const { name, rule } of leavesOf(use.rule)) {
      const known = first.get(name) ?? { ...use, rule };
      first.set(name, known);
      if (known.rule !== rule && !problems.has(name)) problems.set(name, shared(name, known, use));
    }
    yield;
  }
  return [...problems.values()];
}

function shared(name: string, known: RuleUse, { file, coordinate }: RuleUse): PolicyProblem {
  return {
    file,
    coordinate,
    message: `another rule, used for ${known.coordinate} in ${known.file}, is also called ${name}.`,
    mend: 'Make each rule once and use it twice, or put what differs into the name.',
  };
}
