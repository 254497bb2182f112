// The reviewed list of mutants that no test can notice, because they change nothing that matters, each with the reason.
import { parse } from 'yaml';
import { z } from 'zod';
import { sourceOf } from './test-runner.ts';

export const equivalentFile = 'test/mutation/equivalent-mutants.yaml';

const entry = z.strictObject({ mutant: z.string(), because: z.string().min(10) });

/** Reason by key of the mutant. */
export function readEquivalentMutants(): ReadonlyMap<string, string> {
  const entries = z.array(entry).parse(parse(sourceOf(equivalentFile)) ?? []);
  return new Map(entries.map(({ mutant, because }) => [mutant, because]));
}
