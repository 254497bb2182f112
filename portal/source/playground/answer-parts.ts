// An answer in parts (@defer): what stands between the boundaries as it comes, and what the parts so far add up to.
import type { ExecutionBody, ExecutionError } from './answer-findings.ts';

type Path = readonly (string | number)[];

export interface AnswerPart extends ExecutionBody {
  readonly pending?: readonly { readonly id: string; readonly path: Path }[];
  readonly incremental?: readonly {
    readonly id: string;
    readonly subPath?: Path;
    readonly data: object;
    readonly errors?: readonly ExecutionError[];
  }[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly ExecutionError[] }[];
  readonly hasNext: boolean;
}

/** What is behind a boundary, up to and without the next. */
const boundary = '\r\n---';

/** Each part as soon as the boundary behind it has come. */
export async function* readParts(body: ReadableStream<Uint8Array>): AsyncGenerator<AnswerPart> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // The first boundary has no line before it.
  let text = '\r\n';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const pieces = (text + decoder.decode(chunk.value, { stream: true })).split(boundary);
    text = pieces.pop() ?? '';
    for (const piece of pieces) if (piece.trim() !== '') yield JSON.parse(piece.slice(piece.indexOf('\r\n\r\n')));
  }
}

/** @returns a function that adds a part to those before; each result is a value of its own */
export function createAdder(): (part: AnswerPart) => ExecutionBody {
  const open = new Map<string, Path>();
  let data: unknown;
  let extensions: ExecutionBody['extensions'];
  const errors: ExecutionError[] = [];
  return (part) => {
    extensions ??= part.extensions;
    data = part.data === undefined ? structuredClone(data) : part.data;
    errors.push(...(part.errors ?? []));
    for (const { id, path } of part.pending ?? []) open.set(id, path);
    for (const increment of part.incremental ?? []) {
      const place = [...(open.get(increment.id) ?? []), ...(increment.subPath ?? [])];
      Object.assign(valueAt(data, place) as object, increment.data);
      errors.push(...(increment.errors ?? []));
    }
    for (const fragment of part.completed ?? []) errors.push(...(fragment.errors ?? []));
    return { data, ...(errors.length > 0 && { errors: [...errors] }), ...(extensions && { extensions }) };
  };
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data);
}
