// What an answer of the gateway says went wrong or is not shown, and what to call an answer that did not come.

/** One entry of `errors`: a field that is denied or failed. The rest of the answer is there. */
export interface Problem {
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** Where in the answer, `customer.orders.0.total`; empty when it is about the whole. */
  readonly path: string;
  readonly coordinate: string | null;
  /** Why it is denied, as the rule says it. */
  readonly reason: string | null;
}

interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly coordinate?: string; readonly reason?: string };
}

export function problemsOf(errors: readonly WireError[] = []): Problem[] {
  return errors.map(({ message, path, extensions }) => ({
    code: extensions?.code ?? 'UNKNOWN',
    message,
    path: (path ?? []).join('.'),
    coordinate: extensions?.coordinate ?? null,
    reason: extensions?.reason ?? null,
  }));
}

/** The problem of one field, if it has one: `problemAt(problems, 'dataProduct.consumers')`. */
export function problemAt(problems: readonly Problem[], path: string): Problem | null {
  return problems.find((each) => each.path === path) ?? null;
}

/** Why a part of an answer is not there: because of a problem of its own, or of something in it that it cannot be without. */
export function problemWithin(problems: readonly Problem[], path: string): Problem | null {
  return problemAt(problems, path) ?? problems.find((each) => each.path.startsWith(`${path}.`)) ?? null;
}

/** What says that something is refused to the viewer, and is neither a fault nor a mistake in the question. */
export const denialCodes: ReadonlySet<string> = new Set(['FORBIDDEN', 'UNAUTHENTICATED']);

export function isDenial(problem: Problem | null): problem is Problem {
  return problem !== null && denialCodes.has(problem.code);
}

/** What may be well the next time, and says nothing of what the viewer may see. Any other code is taken for a refusal. */
export const passingCodes: ReadonlySet<string> = new Set([
  'AUDIT_UNAVAILABLE',
  'INTERNAL',
  'KEYS_UNAVAILABLE',
  'NON_NULL_VIOLATION',
  'NOT_READY',
  'OVERLOADED',
  'PLANNING_FAILED',
  'RATE_LIMITED',
  'SUBGRAPH_BAD_RESPONSE',
  'SUBGRAPH_ERROR',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNAVAILABLE',
]);

export function arePassing(problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every(({ code }) => passingCodes.has(code));
}

/** Nothing came of an operation at all. The message says what to do. */
export class NoAnswer extends Error {
  readonly problems: readonly Problem[];
  /** A fault, such as a gateway that does not answer, and no refusal. */
  readonly isPassing: boolean;

  constructor(message: string, problems: readonly Problem[] = [], isPassing = arePassing(problems)) {
    super(message);
    this.name = 'NoAnswer';
    this.problems = problems;
    this.isPassing = isPassing;
  }
}
