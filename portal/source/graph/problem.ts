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

/** Nothing came of an operation at all. The message says what to do. */
export class NoAnswer extends Error {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = 'NoAnswer';
    this.problems = problems;
  }
}
