// A check as it is told to whoever may not know of every field. What it says of one that the asker did not bring would tell that it
// is there: changes of it are left out, and what else names it says so without the name. Counts and verdicts stay honest. Pure.
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { Problem } from '../../../schema/problem.ts';
import type { ContractCheck, PolicyResult } from './contract-check.ts';
import type { Checked } from './outcome.ts';

const untold = 'This is about something that you may not know of: whoever publishes the product can tell you more.';

/** @param unknown coordinates of fields that the asker may not know of */
export function withoutUnknown(checked: Checked, unknown: readonly Coordinate[]): Checked {
  const names = naming(unknown);
  const ofProblem = (problem: Problem): Problem => {
    if (!names(problem)) return problem;
    const { code, severity, file, line, column } = problem;
    return { code, severity, file, line, column, message: untold };
  };
  const ofPolicy = (result: PolicyResult): PolicyResult => (names(result) ? { ...result, detail: untold } : result);
  const ofProduct = (product: ContractCheck): ContractCheck => ({
    ...product,
    changes: product.changes.filter((change) => !names(change)),
    policies: product.policies.map(ofPolicy),
    problems: product.problems.map(ofProblem),
  });
  const { problems, products } = checked;
  return { ...checked, problems: problems.map(ofProblem), products: products.map(ofProduct), newAccess: [] };
}

/** In any of its texts. A coordinate has nothing in it that means something else in a pattern, but its dot. */
export function naming(coordinates: readonly Coordinate[]): (part: object) => boolean {
  if (coordinates.length === 0) return () => false;
  const pattern = new RegExp(`(?<!\\w)(${coordinates.map((one) => one.replace('.', '\\.')).join('|')})(?!\\w)`);
  return (part) => pattern.test(JSON.stringify(part));
}
