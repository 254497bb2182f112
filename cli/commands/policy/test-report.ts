// The outcome of the tests of a policy: for people, for a program, for a pull request, and for whatever reads JUnit.
import type { Problem } from '../../../schema/problem.ts';
import { type JunitCase, printJunit } from '../../junit.ts';
import { reportProblems } from '../../problem-report.ts';

export type TestFormat = 'table' | 'json' | 'github' | 'junit';

/** Named `analyst: the table`, or after a case. */
export type TestResult = JunitCase;

export function reportTests(results: readonly TestResult[], format: TestFormat): string {
  if (format === 'junit') return printJunit('policy', results);
  if (format === 'json') return `${JSON.stringify({ ok: results.every(hasPassed), results }, null, 2)}\n`;
  if (format === 'github') return reportProblems(results.flatMap(problemsOf), 'github');
  return results
    .filter((result) => !hasPassed(result))
    .map(
      ({ file, line, name, failures }) =>
        `${file}:${line} ${name}\n${failures.map((text) => `    ${text}\n`).join('')}`,
    )
    .join('');
}

/** `7 tests: 6 passed, 1 failed.` */
export function countTests(results: readonly TestResult[]): string {
  const passed = results.filter(hasPassed).length;
  return `${results.length} ${results.length === 1 ? 'test' : 'tests'}: ${passed} passed, ${results.length - passed} failed.`;
}

export function hasPassed({ failures }: TestResult): boolean {
  return failures.length === 0;
}

function problemsOf({ file, line, name, failures }: TestResult): Problem[] {
  return failures.map((message) => ({ file, line, column: 1, code: name, severity: 'error', message }));
}
