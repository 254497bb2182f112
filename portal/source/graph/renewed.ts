// What is shown of a question that was asked again. A fault takes nothing from the viewer that was shown a moment ago, nor what was
// typed beside it; a refusal does, because it may say that the viewer may not see it any more. Pure.

import type { Answer } from './ask.ts';
import { arePassing, NoAnswer, type Problem } from './problem.ts';

export interface Shown<Data> {
  readonly answer: Answer<Data> | null;
  /** Why there is no answer. */
  readonly error: NoAnswer | null;
  /** Why the answer, or a part of it, is the one of before. */
  readonly stale: string | null;
}

/** @param before what was answered to the same question of the same viewer, if anything was */
export function renewed<Data>(before: Answer<Data> | null, outcome: Answer<Data> | NoAnswer): Shown<Data> {
  if (!(outcome instanceof NoAnswer)) return withPartsOfBefore(before, outcome);
  if (before && outcome.isPassing) return { answer: before, error: null, stale: outcome.message };
  return { answer: null, error: outcome, stale: null };
}

/** What failed at the root is kept of before; each root is a question of its own. */
function withPartsOfBefore<Data>(before: Answer<Data> | null, answer: Answer<Data>): Shown<Data> {
  const whole = { answer, error: null, stale: null };
  if (!before) return whole;
  const kept = Object.entries(before.data as object).filter(
    ([root, value]) => value !== null && arePassing(under([root], answer.problems)) && isNull(answer.data, root),
  );
  if (kept.length === 0) return whole;
  const roots = kept.map(([root]) => root);
  const failures = under(roots, answer.problems);
  const problems = [
    ...answer.problems.filter((problem) => !failures.includes(problem)),
    ...under(roots, before.problems),
  ];
  const data = { ...answer.data, ...Object.fromEntries(kept) };
  return { answer: { ...answer, data, problems }, error: null, stale: failures[0]!.message };
}

function isNull(data: unknown, root: string): boolean {
  return (data as Record<string, unknown>)[root] === null;
}

function under(roots: readonly string[], problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }) => roots.includes(path.split('.')[0]!));
}
