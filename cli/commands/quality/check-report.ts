// Checks and what came of them, as a person, a program, a test runner or a pull request reads them.
import type { Option } from 'commander';
import type { Place, Problem } from '../../../schema/problem.ts';
import { formatFlag } from '../../format-flag.ts';
import { reportProblems } from '../../problem-report.ts';
import { textTable } from '../../text-table.ts';

export interface CheckReport {
  /** `orders/orders#every-order-has-a-customer` */
  readonly check: string;
  readonly coordinate: string;
  readonly expectation: string;
  readonly severity: string | null;
  readonly status: 'PASSING' | 'FAILING' | 'UNKNOWN';
  readonly observed: number | null;
  readonly failedRows: number | null;
  /** Why nobody knows; null where somebody does. */
  readonly reason: string | null;
  /** Where the rule stands; null where it was read from the graph. */
  readonly place: Place | null;
}

const formats = ['table', 'json', 'junit', 'github'] as const;
export type CheckFormat = (typeof formats)[number];

export function checkFormatOption(environment: NodeJS.ProcessEnv): Option {
  return formatFlag(formats, environment);
}

/** What keeps a pipeline from going on: a check that fails, and one of which nobody knows; not when the rule only warns. */
export function isFinding(report: CheckReport, strict: boolean): boolean {
  return report.status !== 'PASSING' && (strict || !isMild(report));
}

function isMild({ severity }: CheckReport): boolean {
  return /^(info|information|notice|low|minor|warn|warning)$/i.test(severity ?? '');
}

/** Ends in a newline. */
export function reportChecks(reports: readonly CheckReport[], format: CheckFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ checks: reports }, null, 2)}\n`;
    case 'junit':
      return junitOf(reports);
    case 'github':
      return reportProblems(reports.filter(({ status }) => status !== 'PASSING').map(problemOf), 'github');
    case 'table':
      return tableOf(reports);
  }
}

function tableOf(reports: readonly CheckReport[]): string {
  return textTable(reports, {
    status: ({ status }) => status.toLowerCase(),
    check: ({ check }) => check,
    about: ({ coordinate }) => coordinate,
    rows: ({ failedRows }) => String(failedRows ?? '-'),
    observed: ({ observed }) => String(observed ?? '-'),
    expected: ({ expectation, reason }) => reason ?? expectation,
  });
}

function messageOf({ expectation, observed, failedRows, reason }: CheckReport): string {
  if (reason !== null) return reason;
  const rows = failedRows === null ? '' : `, ${failedRows} ${failedRows === 1 ? 'row fails' : 'rows fail'}`;
  return `Expected: ${expectation}. Observed: ${observed ?? 'no number'}${rows}.`;
}

function problemOf(report: CheckReport): Problem {
  const { check, status, place } = report;
  return {
    ...(place ?? { file: check, line: 1, column: 1 }),
    code: status === 'FAILING' ? 'QUALITY_CHECK_FAILING' : 'QUALITY_CHECK_UNKNOWN',
    severity: isMild(report) ? 'warning' : 'error',
    message: `${check}: ${messageOf(report)}`,
  };
}

/** One suite for each product. A check of which nobody knows is an error there, not a failure. */
function junitOf(reports: readonly CheckReport[]): string {
  const products = [...new Set(reports.map(({ check }) => check.slice(0, check.indexOf('#'))))];
  const suites = products.map((product) => {
    const own = reports.filter(({ check }) => check.startsWith(`${product}#`));
    const count = (status: CheckReport['status']) => own.filter((report) => report.status === status).length;
    const counts = `tests="${own.length}" failures="${count('FAILING')}" errors="${count('UNKNOWN')}"`;
    return `  <testsuite name="${escaped(product)}" ${counts}>\n${own.map(testCaseOf).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function testCaseOf(report: CheckReport): string {
  const { check, coordinate, status } = report;
  const name = `name="${escaped(check.slice(check.indexOf('#') + 1))}" classname="${escaped(coordinate)}"`;
  if (status === 'PASSING') return `    <testcase ${name}/>\n`;
  const element = status === 'FAILING' ? 'failure' : 'error';
  return `    <testcase ${name}><${element} message="${escaped(messageOf(report))}"/></testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, ' ').replace(/[&<>"']/g, (character) => entities[character]!);
}
