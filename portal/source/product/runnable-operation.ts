// The document of an example as something that can be asked. Pure. The graph holds only examples that are one query, so that none has
// to be named beside it.

import type { TypedDocument } from '../graph/typed-document.ts';

export interface Example {
  readonly document: string;
  /** JSON. */
  readonly variables: string | null;
}

type Variables = Readonly<Record<string, unknown>>;

export function runnableOperation({ document }: Example): TypedDocument<Variables, Variables> {
  return { kind: 'query', text: document };
}

/** @throws SyntaxError when what was written is no JSON, and says so */
export function variablesIn(text: string): Variables {
  if (text.trim() === '') return {};
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Variables;
  throw new SyntaxError('Variables are a JSON object, such as { "id": "CG-12520" }.');
}
