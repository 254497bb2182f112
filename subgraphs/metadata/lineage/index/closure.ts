// Everything that is reached from some nodes, over any number of hops, each node met once: linear in what is met.
import type { WalkedDirection } from '../queries/edges.ts';
import { type CompressedDirection, carriesBit, idMask } from './compressed-graph.ts';
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
  const known = [...new Set(roots)].filter((root) => root < index.nodeCount);
  const mostIds = Math.min(index.nodeCount, known.length + limit);
  // One more than is asked for tells that there is more.
  const met: Met = { isMet: new Uint8Array(index.nodeCount), queue: new Uint32Array(mostIds + 1) };
  const meetChanged = (from: number, node: number): number => {
    let last = from;
    index.visit(node, direction, (id, carries) => {
      if (carries || !carryingOnly) last = meet(met, last, id);
    });
    return last;
  };
  let end = 0;
  for (const root of known) end = meet(met, end, root);
  let next = 0;
  for (let level = 0; level < depth && next < end && end <= mostIds; level++) {
    for (const levelEnd = end; next < levelEnd && end <= mostIds; next++) {
      const node = met.queue[next]!;
      const arrays = index.unchanged(node, direction);
      end = arrays ? meetArrays(met, end, node, arrays, carryingOnly) : meetChanged(end, node);
    }
  }
  return { ids: met.queue.slice(known.length, Math.min(end, mostIds)), isCut: end > mostIds };
}

interface Met {
  readonly isMet: Uint8Array;
  readonly queue: Uint32Array;
}

/** @returns the new end of the queue, which takes no more than it can hold */
function meet({ isMet, queue }: Met, end: number, id: number): number {
  if (isMet[id] !== 0 || end === queue.length) return end;
  isMet[id] = 1;
  queue[end] = id;
  return end + 1;
}

/** The same for all neighbours of a node, without a call for each: there may be millions. */
function meetArrays(
  { isMet, queue }: Met,
  from: number,
  node: number,
  { starts, neighbours }: CompressedDirection,
  carryingOnly: boolean,
): number {
  const last = starts[node + 1] ?? 0;
  let end = from;
  for (let place = starts[node] ?? 0; place < last; place++) {
    const neighbour = neighbours[place]!;
    const id = neighbour & idMask;
    if (isMet[id] !== 0 || (carryingOnly && neighbour < carriesBit)) continue;
    if (end === queue.length) return end;
    isMet[id] = 1;
    queue[end++] = id;
  }
  return end;
}
