// Findings as a person, a program or a pull request reads them.
import type { Option } from 'commander';
import { formatProblems, type Problem } from '../schema/problem.ts';
import { formatFlag } from './format-flag.ts';
import { type JunitCase, printJunit } from './junit.ts';

const formats = ['table', 'json', 'github', 'junit', 'md'] as const;

/** `md` is for the comment on a pull request, `junit` for build servers. */
export type ReportFormat = (typeof formats)[number];

/** `--format`, for the commands that give findings. @param environment decides the default: annotations inside GitHub Actions */
export function reportFormatOption(environment: NodeJS.ProcessEnv): Option {
  return formatFlag(formats, environment);
}

/** Ends in a newline, unless there is nothing to say. */
export function reportProblems(problems: readonly Problem[], format: ReportFormat): string {
  if (format === 'json') return `${JSON.stringify({ ok: !problems.some(isError), problems }, null, 2)}\n`;
  if (format === 'junit') return printJunit('gordian', problems.map(junitCase));
  if (problems.length === 0) return '';
  if (format === 'md') return markdownTable(problems);
  return `${format === 'github' ? problems.map(annotation).join('\n') : formatProblems(problems)}\n`;
}

/** A warning passes. */
function junitCase(problem: Problem): JunitCase {
  const { file, line, column, code, message, fix } = problem;
  const sentence = fix === undefined ? message : `${message} Fix: ${fix}`;
  return { file, line, name: `${code} at ${line}:${column}`, failures: isError(problem) ? [sentence] : [] };
}

function markdownTable(problems: readonly Problem[]): string {
  const rows = problems.map(({ severity, file, line, code, message, fix }) =>
    [severity, `\`${file}:${line}\``, `\`${code}\``, message, fix ?? ''].map(cell).join(' | '),
  );
  return ['| | Where | Code | What | Fix |', '|---|---|---|---|---|', ...rows.map((row) => `| ${row} |`), ''].join(
    '\n',
  );
}

/** Text in a cell of a Markdown table, where neither "|" nor a line break may stand. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

/** `2 errors, 1 warning` */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** A workflow command, which GitHub shows at the line of the pull request. */
function annotation({ severity, file, line, column, code, message, fix }: Problem): string {
  const properties = [`file=${property(file)}`, `line=${line}`, `col=${column}`, `title=${property(code)}`].join(',');
  return `::${severity} ${properties}::${data(fix === undefined ? message : `${message}\nFix: ${fix}`)}`;
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
