// The errors inside a subgraph's answer: which value of the answer each one explains, and what a client may read of it.
import type { AnswerEntry, AnswerShape } from './compile-plan.ts';
import type { Failure, Path } from './fetched-data.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import type { SubgraphFault } from './subgraph-transport.ts';

/** What a client may read of one error. */
export type Complaint = Pick<Failure, 'code' | 'message' | 'details' | 'subgraph'>;

export interface SubgraphError {
  readonly complaint: Complaint;
  /** As the subgraph gave it, in its response names; null when absent or malformed. */
  readonly path: Path | null;
}

const maxErrors = 1_000;
const maxMessageLength = 500;

/** Codes by which a subgraph speaks to the client; anything else is its own trouble and is masked. */
const codesForClients: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'POLICY_UNAVAILABLE',
  'BAD_USER_INPUT',
  'OPERATION_LIMIT_EXCEEDED',
  'NOT_FOUND',
  'CONFLICT',
]);

/** @param errors the key of the answer, whatever it holds */
export function readSubgraphErrors(errors: unknown, subgraph: string): readonly SubgraphError[] {
  if (errors === undefined || errors === null) return [];
  const list = Array.isArray(errors) && errors.length > 0 ? errors.slice(0, maxErrors) : [null];
  return list.map((error) => ({ complaint: complaintOf(error, subgraph), path: pathOf(error) }));
}

function complaintOf(error: unknown, subgraph: string): Complaint {
  const extensions = isJsonObject(error) && isJsonObject(error.extensions) ? error.extensions : {};
  const { code, coordinate, reason } = extensions;
  if (
    typeof code !== 'string' ||
    !codesForClients.has(code) ||
    !isJsonObject(error) ||
    typeof error.message !== 'string'
  ) {
    return {
      code: 'SUBGRAPH_ERROR',
      message: `The subgraph "${subgraph}" failed on this part.`,
      details: {},
      subgraph,
    };
  }
  const details: Record<string, string> = {};
  if (typeof coordinate === 'string') details.coordinate = coordinate;
  if (typeof reason === 'string') details.reason = reason;
  return { code, message: error.message.slice(0, maxMessageLength), details, subgraph };
}

function pathOf(error: unknown): Path | null {
  if (!isJsonObject(error) || !Array.isArray(error.path) || error.path.length === 0) return null;
  return error.path.every((step) => typeof step === 'string' || Number.isInteger(step)) ? error.path : null;
}

const faults = {
  SUBGRAPH_UNAVAILABLE: 'cannot be reached',
  SUBGRAPH_TIMEOUT: 'did not answer in time',
  SUBGRAPH_BAD_RESPONSE: 'gave an answer that cannot be used',
} as const satisfies Record<SubgraphFault['code'], string>;

export function complaintOfFault(code: SubgraphFault['code'], subgraph: string): Complaint {
  return { code, message: `The subgraph "${subgraph}" ${faults[code]}.`, details: {}, subgraph };
}

export interface LocatedNull {
  /** The path in private names. */
  readonly path: Path;
  /** Turns the null that the error explains into an unknown value. */
  readonly forget: () => void;
}

/**
 * Follows the path of an error to the null that it explains: the field itself, or the ancestor that the null moved up to.
 * @param answer already accepted, under private names
 * @returns null when the path was not asked for or leads to a value: it explains nothing
 */
export function locateNull(answer: JsonObject, shape: AnswerShape, path: Path): LocatedNull | null {
  const privatePath = toPrivateNames(shape, path);
  if (!privatePath) return null;
  let holder: unknown = answer;
  for (const step of privatePath) {
    const container = holder as Record<string | number, unknown>;
    if (typeof step === 'number' ? !Array.isArray(holder) : !isJsonObject(holder)) return null;
    const value = Object.hasOwn(container, step) ? container[step] : undefined;
    if (value === null || value === undefined) return { path: privatePath, forget: () => forget(container, step) };
    holder = value;
  }
  return null;
}

function forget(container: Record<string | number, unknown>, step: string | number): void {
  container[step] = undefined;
}

/** @returns null when the path names something that was not asked */
export function toPrivateNames(shape: AnswerShape, path: Path): Path | null {
  const names: (string | number)[] = [];
  let current: AnswerShape | null = shape;
  for (const step of path) {
    if (typeof step === 'number') {
      names.push(step);
      continue;
    }
    const entry: AnswerEntry | undefined = current?.get(step);
    if (!entry) return null;
    names.push(entry.keepAs);
    current = entry.shape;
  }
  return names;
}

/** For an error that names no place: every null of the answer may be due to it, so none of them counts as an answer. */
export function forgetNulls(value: unknown): void {
  if (Array.isArray(value)) forgetEach(value as unknown as Record<number, unknown>, value.keys());
  else if (isJsonObject(value)) forgetEach(value, Object.keys(value).values());
}

function forgetEach(
  container: Record<string | number, unknown>,
  keys: Iterator<string | number> & Iterable<string | number>,
): void {
  for (const key of keys) {
    if (container[key] === null) container[key] = undefined;
    else forgetNulls(container[key]);
  }
}
