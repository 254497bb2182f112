// Everything that is reached from some nodes, over any number of hops, each node met once: linear in what is met.
import type { WalkedDirection } from '../queries/edges.ts';
import type { LineageIndex } from './lineage-index.ts';

export interface Closure {
  /** Without the roots; the nearest first. */
  readonly ids: Uint32Array;
  /** Whether there is more than was asked for. */
  readonly isCut: boolean;
}

export interface ClosureLimits {
  readonly direction: WalkedDirection;
  /** Nodes. */
  readonly limit: number;
  /** Hops; any number when it is left out. */
  readonly depth?: number;
  /** Only along edges that carry what is sensitive. */
  readonly carryingOnly?: boolean;
}

export function closureIn(
  index: LineageIndex,
  roots: readonly number[],
  { direction, limit, depth = Number.POSITIVE_INFINITY, carryingOnly = false }: ClosureLimits,
): Closure {
  const isMet = new Uint8Array(index.nodeCount);
  const known = roots.filter((root) => root < index.nodeCount);
  const queue = new Uint32Array(Math.min(index.nodeCount, known.length + limit) + 1);
  let end = 0;
  let isCut = false;
  const meet = (node: number, carries: boolean): void => {
    if (isMet[node] || (carryingOnly && !carries)) return;
    if (end === known.length + limit) {
      isCut = true;
      return;
    }
    isMet[node] = 1;
    queue[end++] = node;
  };
  for (const root of known) {
    isMet[root] = 1;
    queue[end++] = root;
  }
  let next = 0;
  for (let level = 0; level < depth && next < end && !isCut; level++) {
    for (const levelEnd = end; next < levelEnd && !isCut; next++) index.visit(queue[next]!, direction, meet);
  }
  return { ids: queue.slice(known.length, end), isCut };
}
