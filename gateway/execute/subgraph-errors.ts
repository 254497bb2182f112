// The errors inside a subgraph's answer: which value of the answer each one explains, and what a client may read of it.

import { isJsonObject } from '../../kit/json-object.ts';
import { AnswerReader } from './answer-reader.ts';
import type { AnswerField, AnswerShape } from './answer-shape.ts';
import { DataList, type DataRecord, type DataValue, isRecord } from './data-record.ts';
import type { Failure, Path } from './fetched-data.ts';
import type { JsonBytes } from './json-bytes.ts';
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
  'ACCESS_TARGET_UNKNOWN',
  'ACCESS_LIMIT_EXCEEDED',
  'NOT_AN_APPROVER',
  'SELF_APPROVAL',
  'ALREADY_DECIDED',
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
 * @returns null when the path was not asked for or leads to a value: it explains nothing
 */
export function locateNull(answer: DataRecord, shape: AnswerShape, path: Path, leaves: JsonBytes): LocatedNull | null {
  const privatePath: (string | number)[] = [];
  let fields: AnswerShape | null = shape;
  let holder: DataValue = answer;
  for (const step of path) {
    const field: AnswerField | undefined = typeof step === 'number' ? undefined : fieldOf(fields, step);
    const values: DataValue[] | null = field ? valuesOfRecord(holder) : valuesOfList(holder, step);
    const index = field ? field.slot : step;
    if (!values || typeof index !== 'number') return null;
    privatePath.push(field ? field.keepAs : index);
    const value: DataValue = values[index];
    if (value === null || value === undefined) return { path: privatePath, forget: () => forget(values, index) };
    if (field) fields = field.below;
    holder = fields === null ? splitLeaves(values, index, leaves) : value;
  }
  return null;
}

const fieldOf = (shape: AnswerShape | null, name: string) => shape?.byName.get(JSON.stringify(name));

const valuesOfRecord = (value: DataValue): DataValue[] | null => (isRecord(value) ? value : null);

const valuesOfList = (value: DataValue, step: string | number): DataValue[] | null =>
  typeof step === 'number' && value instanceof DataList ? value.items : null;

/** A list of leaves is one leaf until one of them has to be told apart. */
function splitLeaves(values: DataValue[], index: number, leaves: JsonBytes): DataValue {
  const value = values[index];
  const items = typeof value === 'number' ? new AnswerReader(leaves, value).leaves() : null;
  if (items) values[index] = new DataList(items);
  return values[index];
}

function forget(values: DataValue[], index: number): void {
  values[index] = undefined;
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
    const field: AnswerField | undefined = fieldOf(current, step);
    if (!field) return null;
    names.push(field.keepAs);
    current = field.below;
  }
  return names;
}

/** For an error that names no place: every null of the answer may be due to it, so none of them counts as an answer. */
export function forgetNulls(value: DataValue): void {
  const values = value instanceof DataList ? value.items : isRecord(value) ? value : [];
  values.forEach((each, index) => {
    if (each === null) forget(values, index);
    else forgetNulls(each);
  });
}
