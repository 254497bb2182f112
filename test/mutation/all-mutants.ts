// Every mutant of every guarded source, in the order of the files.
import { mutantsOf } from './generate-mutants.ts';
import type { Mutant } from './mutant.ts';
import { guardedSources, unguardedSources } from './targets.ts';
import { sourceOf } from './test-runner.ts';

export function allMutants(files: readonly string[]): Mutant[] {
  return files.filter(isGuarded).flatMap((file) => mutantsOf(file, sourceOf(file)));
}

function isGuarded(file: string): boolean {
  const fits = (pattern: RegExp) => pattern.test(file);
  return guardedSources.some(fits) && !unguardedSources.some(fits);
}
