// The parts of an answer that comes in several, collected and put together as a client would, with no help from the gateway's code.
import type { LaterFetches } from '../../../gateway/execute/later-fetches.ts';
import type { DeferredObject } from '../../../gateway/project/deferred-object.ts';
import { prepareLaterParts } from '../../../gateway/respond/later-parts.ts';

export type PartPath = readonly (string | number)[];

interface PartError {
  readonly message: string;
  readonly path: PartPath;
  readonly extensions: { readonly code: string };
}

export interface AnswerPart {
  readonly pending?: readonly { readonly id: string; readonly path: PartPath; readonly label?: string }[];
  readonly incremental?: readonly {
    readonly id: string;
    readonly subPath?: PartPath;
    readonly data: Readonly<Record<string, unknown>>;
    readonly errors?: readonly PartError[];
  }[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly PartError[] }[];
  readonly hasNext: boolean;
}

export async function deliverParts(
  deferred: readonly DeferredObject[],
  fetches: LaterFetches,
): Promise<{ readonly pending: AnswerPart['pending']; readonly parts: readonly AnswerPart[] }> {
  if (deferred.length === 0) {
    fetches.end();
    return { pending: [], parts: [] };
  }
  const later = prepareLaterParts({ deferred, fetches, hasLeft: () => false });
  const parts: AnswerPart[] = [];
  await later.deliver(async (payload) => void parts.push(JSON.parse(payload)));
  return { pending: later.pending, parts };
}

export interface WholeAnswer {
  readonly data: unknown;
  readonly errors: readonly PartError[];
  /** Fragments of which nothing came, because a null moved up to them. */
  readonly failed: readonly PartPath[];
}

/** @throws Error when the parts break a rule of the draft that a client relies on */
export function mergeParts(
  first: { readonly data: unknown; readonly errors: readonly PartError[]; readonly pending: AnswerPart['pending'] },
  parts: readonly AnswerPart[],
): WholeAnswer {
  const data: unknown = structuredClone(first.data);
  const errors = [...first.errors];
  const open = new Map<string, PartPath>();
  const failed: PartPath[] = [];
  const take = ({ pending = [], incremental = [], completed = [] }: Omit<AnswerPart, 'hasNext'>): void => {
    for (const { id, path } of pending) open.set(id, path);
    for (const { id, subPath = [], data: fields, errors: ofPart = [] } of incremental) {
      const path = open.get(id);
      if (!path) throw new Error(`${id} brings fields but is not pending`);
      addFields(valueAt(data, [...path, ...subPath]), fields);
      errors.push(...ofPart);
    }
    for (const { id, path } of pending) {
      if (!isObject(valueAt(data, path))) throw new Error(`${id} is pending at ${path.join('.')}, where no object is`);
    }
    for (const { id, errors: ofFragment } of completed) {
      const path = open.get(id);
      if (!path || !open.delete(id)) throw new Error(`${id} is complete but not pending`);
      if (!ofFragment) continue;
      failed.push(path);
      errors.push(...ofFragment);
    }
  };
  take({ pending: first.pending });
  parts.forEach((part, index) => {
    if (part.hasNext !== index < parts.length - 1)
      throw new Error(`part ${index + 1} of ${parts.length} says hasNext: ${part.hasNext}`);
    take(part);
  });
  if (open.size > 0) throw new Error(`never completed: ${[...open.keys()].join()}`);
  return { data, errors, failed };
}

/** Nothing is delivered twice. */
function addFields(target: unknown, fields: Readonly<Record<string, unknown>>): void {
  if (!isObject(target)) throw new Error('fields for what is not an object');
  for (const [name, value] of Object.entries(fields)) {
    if (Object.hasOwn(target, name)) throw new Error(`the field ${name} is delivered twice`);
    target[name] = structuredClone(value);
  }
}

function valueAt(data: unknown, path: PartPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null)?.[step], data);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
