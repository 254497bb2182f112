// The same graph as a tree: each node below the one that it was found by, sources first.

import type { DrawnNode, ExploredGraph } from './explored-graph.ts';
import type { Side } from './side.ts';

export interface TreeRow {
  readonly node: DrawnNode;
  /** 1 for the root. */
  readonly level: number;
  /** Null for the root. */
  readonly parent: string | null;
  /** Which side of its parent it is on; null for the root. */
  readonly side: Side | null;
  /** Place among the rows of its parent, from 1, and how many these are. */
  readonly place: number;
  readonly siblings: number;
}

/** From top to bottom. */
export function treeRows({ root, nodes }: Pick<ExploredGraph, 'root' | 'nodes'>): TreeRow[] {
  const children = new Map<string, DrawnNode[]>();
  for (const node of nodes.values())
    if (node.via) children.set(node.via.id, [...(children.get(node.via.id) ?? []), node]);

  function below(node: DrawnNode, level: number): TreeRow[] {
    const own = [...(children.get(node.id) ?? [])].sort((a, b) => rank(a) - rank(b));
    return own.flatMap((child, place) => [
      { node: child, level, parent: node.id, side: child.via!.side, place: place + 1, siblings: own.length },
      ...below(child, level + 1),
    ]);
  }
  const first = nodes.get(root)!;
  return [{ node: first, level: 1, parent: null, side: null, place: 1, siblings: 1 }, ...below(first, 2)];
}

/** Sources, then consumers; of each the nodes, and then what stands for several. */
function rank({ via, kind }: DrawnNode): number {
  return (via!.side === 'sources' ? 0 : 2) + (kind === 'GROUP' || kind === 'REDACTED' ? 1 : 0);
}
