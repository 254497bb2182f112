// The outcome of the tests of a policy: for people, for a program, for a pull request, and for whatever reads JUnit.
import type { Problem } from '../../../schema/problem.ts';
import { reportProblems } from '../../problem-report.ts';

export type TestFormat = 'table' | 'json' | 'github' | 'junit';

export interface TestResult {
  readonly file: string;
  readonly line: number;
  /** `analyst: the table` or the name of a case. */
  readonly name: string;
  /** A sentence each; empty: passed. */
  readonly failures: readonly string[];
}

export function reportTests(results: readonly TestResult[], format: TestFormat): string {
  if (format === 'junit') return junit(results);
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

function junit(results: readonly TestResult[]): string {
  const failed = results.filter((result) => !hasPassed(result)).length;
  const cases = results.map(({ file, line, name, failures }) => {
    const opening = `  <testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}"`;
    if (failures.length === 0) return `${opening}/>\n`;
    return `${opening}>\n    <failure message="${escaped(failures[0]!)}">${escaped(failures.join('\n'))}</failure>\n  </testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="policy" tests="${results.length}" failures="${failed}">\n${cases.join('')}</testsuite>\n`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  return text.replace(/[&<>"\n]/g, (character) => entities[character]!);
}
