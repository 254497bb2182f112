// A finding in a file that somebody wrote: what is wrong, where, and how to mend it. Made by the contract reader,
// the consistency checks and composition; shown by the CLI, the registry and continuous integration.

export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

export type ProblemSeverity = 'error' | 'warning';

export interface Problem extends Place {
  /** Such as `UNCLASSIFIED_FIELD`; the reference page explains each. */
  readonly code: string;
  readonly message: string;
  readonly severity: ProblemSeverity;
  /** The change that would mend it, in words or as text to paste. */
  readonly fix?: string;
  /** Other places that take part: the field in the SDL, the second subgraph. */
  readonly related?: readonly (Place & { readonly message: string })[];
}

export function problemAt(place: Place, problem: Omit<Problem, keyof Place>): Problem {
  return { ...problem, file: place.file, line: place.line, column: place.column };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** Files in the order given by their names, then from top to bottom; equal places keep their order (cause before effect). */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
}

/** For people: one paragraph per problem, `file:line:column` first so that editors make it a link. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}

function formatProblem(problem: Problem): string {
  const lines = [
    `${shownPlace(problem)} ${problem.severity} ${problem.code}: ${problem.message}`,
    ...(problem.related ?? []).map((place) => `    see ${shownPlace(place)} ${place.message}`),
    ...(problem.fix === undefined ? [] : [`    fix: ${problem.fix}`]),
  ];
  return lines.join('\n');
}

function shownPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
