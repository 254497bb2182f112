// Which tests can notice a mutant of a file: those that import it, directly or not. The ones that are named like it come first,
// then the quick ones.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { packageRoot } from '../../kit/package-files.ts';
import { witnesses } from './targets.ts';
import { sourceOf, type TestFileResult } from './test-runner.ts';

/** Tracked and new files of the repository. */
export function listFiles(): string[] {
  const arguments_ = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'];
  const listed = execFileSync('git', arguments_, { cwd: packageRoot(), encoding: 'utf8' });
  return [...new Set(listed.split('\n').filter((file) => file !== ''))];
}

export function testFiles(files: readonly string[]): string[] {
  return files.filter((file) => file.endsWith('.test.ts') && witnesses.some((folder) => file.startsWith(folder)));
}

/** By a source, and how long a test may take to be asked with the others. */
export type WitnessFinder = (file: string, slowMs: number) => readonly (readonly string[])[];

/**
 * @returns for a source the tests that import it, out of those that pass without a mutant; in groups to ask one after the other,
 * because a file costs its imports even when another one has failed already
 */
export function createWitnessFinder(baseline: readonly TestFileResult[]): WitnessFinder {
  const importedBy = createImportReader();
  const passing = baseline.filter(({ passed }) => passed);
  return (file, slowMs) => {
    const related = passing
      .filter((test) => importedBy(test.file).has(file))
      .sort((a, b) => nearness(b.file, file) - nearness(a.file, file) || a.tookMs - b.tookMs);
    const quick = related.filter(({ tookMs }) => tookMs < slowMs).map((test) => test.file);
    const slow = related.filter(({ tookMs }) => tookMs >= slowMs).map((test) => test.file);
    return [quick.slice(0, 1), quick.slice(1, 5), quick.slice(5), slow].filter(({ length }) => length > 0);
  };
}

function nearness(test: string, file: string): number {
  if (basename(test).startsWith(`${basename(file, '.ts')}.`)) return 2;
  return test.startsWith(`test/unit/${dirname(file).split('/', 2).join('/')}/`) ? 1 : 0;
}

/** Files that a file imports at run time, directly or not. */
function createImportReader(): (file: string) => ReadonlySet<string> {
  const direct = new Map<string, readonly string[]>();
  const importsOf = (file: string): readonly string[] => {
    const known = direct.get(file) ?? runtimeImports(file);
    direct.set(file, known);
    return known;
  };
  return (file) => {
    const found = new Set([file]);
    // A set visits what is added while it is walked.
    for (const one of found) for (const imported of importsOf(one)) found.add(imported);
    return found;
  };
}

function runtimeImports(file: string): string[] {
  const specifiers = [...sourceOf(file).matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+\.ts)';/gms)];
  const files = specifiers.map(([, specifier]) => normalize(join(dirname(file), specifier!)));
  // Tests of rule files have such lines in their texts.
  return files.filter((imported) => existsSync(join(packageRoot(), imported)));
}
