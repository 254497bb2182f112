// What Marquez calls a node: `dataset:<namespace>:<name>`, `job:…` or `datasetField:<namespace>:<dataset>:<field>`. A namespace has
// colons of its own, so that only the graph knows where it ends.
import { GordianError } from '../../../../kit/errors.ts';
import type { NodeIdentity, NodeRow } from '../queries/nodes.ts';

export interface NodeQuestion {
  readonly what: 'JOB' | 'DATASET';
  /** Where the parts may end, the likeliest first. */
  readonly identities: readonly NodeIdentity[];
}

const maxLength = 4_000;
const maxColons = 12;

/** @throws GordianError BAD_USER_INPUT */
export function readNodeId(text: unknown): NodeQuestion {
  const [, type, rest] =
    (typeof text === 'string' && text.length <= maxLength && /^(dataset|job|datasetField):(.+)$/s.exec(text)) || [];
  const parts = rest?.split(':') ?? [];
  if (type === undefined || parts.length < (type === 'datasetField' ? 3 : 2) || parts.length > maxColons)
    throw new GordianError(
      'BAD_USER_INPUT',
      '`nodeId` is dataset:<namespace>:<name>, job:<namespace>:<name> or datasetField:<namespace>:<dataset>:<field>.',
      { details: { argument: 'nodeId' } },
    );
  const what = type === 'job' ? 'JOB' : 'DATASET';
  return { what, identities: type === 'datasetField' ? fieldIdentities(parts) : wholeIdentities(parts, null) };
}

function wholeIdentities(parts: readonly string[], field: string | null): NodeIdentity[] {
  // Names seldom have a colon.
  const ends = parts.slice(1).map((_, place) => parts.length - 1 - place);
  return ends.map((end) => ({ namespace: parts.slice(0, end).join(':'), name: parts.slice(end).join(':'), field }));
}

function fieldIdentities(parts: readonly string[]): NodeIdentity[] {
  return wholeIdentities(parts.slice(0, -1), parts.at(-1)!);
}

/** Null for what has no name in OpenLineage. */
export function nodeIdOf({
  kind,
  namespace,
  name,
  field,
}: Pick<NodeRow, 'namespace' | 'name' | 'field'> & { readonly kind: string }): string | null {
  if (namespace === null || name === null) return null;
  if (field !== null) return `datasetField:${namespace}:${name}:${field}`;
  return `${kind === 'JOB' ? 'job' : 'dataset'}:${namespace}:${name}`;
}
