// When two answers to one operation are the same: data byte for byte, errors by the places at which they left null.

export interface Outcome {
  /** As JSON, so that the order of keys counts. */
  readonly data: string;
  readonly errors: readonly OutcomeError[];
}

interface OutcomeError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** @param isPlain whether the subgraphs wrote plain JSON; otherwise values of custom scalars may still look as they were written */
export function compareOutcomes(expected: Outcome, actual: Outcome, isPlain: boolean): Difference | null {
  const data = JSON.parse(actual.data);
  const text = isPlain ? actual.data : JSON.stringify(data);
  if (expected.data !== text) return { what: 'data', expected: expected.data, actual: text };
  return difference('nulls with an error', nullsOf(data, expected), nullsOf(data, actual)) ?? leaks(actual);
}

/** When subgraphs are down: what is there must be right, what is missing may be missing, and somebody must say so. */
export function compareLenient(expected: Outcome, actual: Outcome): Difference | null {
  const missing: string[] = [];
  const wrong = findWrong(JSON.parse(expected.data), JSON.parse(actual.data), 'data', missing);
  if (wrong) return { what: `wrong at ${wrong}`, expected: expected.data, actual: actual.data };
  if (missing.length > 0 && actual.errors.length === 0)
    return { what: `missing without an error: ${missing[0]}`, expected: expected.data, actual: actual.data };
  return leaks(actual);
}

/** @returns where something else than null stands in place of the right value */
function findWrong(right: unknown, ours: unknown, place: string, missing: string[]): string | null {
  if (ours === null) {
    if (right !== null) missing.push(place);
    return null;
  }
  if (typeof right !== 'object' || right === null || typeof ours !== 'object')
    return JSON.stringify(right) === JSON.stringify(ours) ? null : place;
  const keys = Object.keys(right);
  if (Array.isArray(right) !== Array.isArray(ours) || keys.join() !== Object.keys(ours).join()) return place;
  for (const key of keys) {
    const [one, other] = [right, ours].map((value) => (value as Record<string, unknown>)[key]);
    const wrong = findWrong(one, other, `${place}.${key}`, missing);
    if (wrong) return wrong;
  }
  return null;
}

function leaks({ errors }: Outcome): Difference | null {
  const text = JSON.stringify(errors);
  return /10\.0\.0\.9|gateway\/|node_modules/.test(text)
    ? { what: 'an error tells too much', expected: '', actual: text }
    : null;
}

function difference(what: string, expected: string, actual: string): Difference | null {
  return expected === actual ? null : { what, expected, actual };
}

/** Where null stands in the data because of some error. */
function nullsOf(data: unknown, { errors }: Outcome): string {
  return [...new Set(errors.map(({ path = [] }) => nullOnTheWay(data, path)))].sort().join('\n');
}

/** Null moved up from the field that failed to the nearest nullable parent: which errors below it are told is up to the executor. */
function nullOnTheWay(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth).join('.');
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null ? path.join('.') : `${path.join('.')} is not null`;
}
