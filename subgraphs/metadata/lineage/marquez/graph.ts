// A walk in the shape in which Marquez answers, so that its clients and tools can be pointed here.
import { groupBy } from '../../group-by.ts';
import type { EdgeRow } from '../queries/edges.ts';
import type { NodeRow } from '../queries/nodes.ts';
import { nodeIdOf } from './node-id.ts';

export interface MarquezNode {
  readonly id: string;
  readonly type: 'DATASET' | 'JOB' | 'DATASET_FIELD';
  readonly data: object;
  readonly inEdges: readonly MarquezEdge[];
  readonly outEdges: readonly MarquezEdge[];
}

interface MarquezEdge {
  readonly origin: string;
  readonly destination: string;
}

/** A node of an answer; what the caller may not know has a name that tells nothing. */
export type ShownNode = Pick<NodeRow, 'id' | 'namespace' | 'name' | 'field'> & { readonly kind: string };

/** @param dataOf what is told of a node besides its edges */
export function marquezGraph<Node extends ShownNode>(
  nodes: readonly Node[],
  edges: readonly EdgeRow[],
  dataOf: (node: Node) => object,
): { readonly graph: readonly MarquezNode[] } {
  const named = nodes.flatMap((node) => {
    const id = nodeIdOf(node);
    return id === null ? [] : [{ node, id }];
  });
  const idOf = new Map(named.map(({ node, id }) => [node.id, id]));
  const ends = edges.flatMap(({ src, dst }) => {
    const [origin, destination] = [idOf.get(src), idOf.get(dst)];
    return origin === undefined || destination === undefined ? [] : [{ origin, destination }];
  });
  const byOrigin = groupBy(ends, ({ origin }) => origin);
  const byDestination = groupBy(ends, ({ destination }) => destination);
  const graph = named.map(({ node, id }) => ({
    id,
    type: typeOf(node),
    data: dataOf(node),
    inEdges: byDestination.get(id) ?? [],
    outEdges: byOrigin.get(id) ?? [],
  }));
  return { graph: graph.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function typeOf({ kind, field }: ShownNode): MarquezNode['type'] {
  if (field !== null) return 'DATASET_FIELD';
  return kind === 'JOB' ? 'JOB' : 'DATASET';
}
