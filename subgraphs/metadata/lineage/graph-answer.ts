// A walk as GraphQL answers it: ends of edges by URN, nameless what the caller may not know, and how far the answer can be trusted.
import type { GraphView } from './loaders.ts';
import type { EdgeRow } from './queries/edges.ts';
import type { NodeRow } from './queries/nodes.ts';
import type { IsRedacted } from './redaction.ts';
import type { Walk } from './walk.ts';

export interface AnsweredNode extends Omit<NodeRow, 'kind'> {
  readonly kind: NodeRow['kind'] | 'REDACTED';
}

export interface AnsweredEdge extends EdgeRow {
  readonly from: string;
  readonly to: string;
}

export function graphAnswer(walk: Walk, { asOf, indexLagSeconds }: GraphView, isRedacted: IsRedacted): object {
  const named = nameless(walk.nodes, isRedacted);
  return {
    ...walk,
    nodes: [...named.values()],
    edges: withEnds(walk.edges, named),
    complete: walk.cutReason === null,
    asOf,
    indexLagSeconds,
  };
}

/** By id. Those without a name stand last of their distance, for their place would tell it. */
export function nameless<Node extends NodeRow & { readonly depth?: number }>(
  nodes: readonly Node[],
  isRedacted: IsRedacted,
): Map<number, Node | AnsweredNode> {
  const last = (node: Node) => Number(isRedacted(node));
  const sorted = [...nodes].sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0) || last(a) - last(b));
  return new Map(
    sorted.map((node, place) => [node.id, isRedacted(node) ? { ...node, ...withoutName(place) } : node] as const),
  );
}

function withoutName(place: number) {
  const urn = `gordian:redacted:${place}`;
  const none = { coordinate: null, productId: null, namespace: null, name: null, field: null };
  return { ...none, urn, kind: 'REDACTED' as const, label: 'not known to you' };
}

export function withEnds(
  edges: readonly EdgeRow[],
  nodes: ReadonlyMap<number, { readonly urn: string }>,
): AnsweredEdge[] {
  return edges.map((edge) => ({ ...edge, from: nodes.get(edge.src)!.urn, to: nodes.get(edge.dst)!.urn }));
}
