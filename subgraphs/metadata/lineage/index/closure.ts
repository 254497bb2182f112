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
  const met: Met = { marks: new Uint8Array(index.nodeCount), queue: new Uint32Array(mostIds + 1), end: 0 };
  for (const root of known) meet(met, root);
  let wideMark = inQueue;
  let next = 0;
  for (let level = 0; level < depth && next < met.end && met.end <= mostIds; level++) {
    const levelEnd = met.end;
    const isWide = (levelEnd - next) * mostWideLevels > index.nodeCount;
    if (isWide) wideMark++;
    const mark = isWide ? wideMark : inQueue;
    for (; next < levelEnd && met.end <= mostIds; next++) {
      const node = met.queue[next]!;
      const arrays = index.unchanged(node, direction);
      if (arrays) meetArrays(met, node, arrays, { mark, carryingOnly });
      else index.visit(node, direction, (id, carries) => void ((carries || !carryingOnly) && meet(met, id, mark)));
    }
    if (isWide) gather(met, mark);
  }
  return { ids: met.queue.slice(known.length, Math.min(met.end, mostIds)), isCut: met.end > mostIds };
}

/**
 * What one level of a large graph meets are nodes all over it, and reading their neighbours one by one waits for memory. So the nodes
 * of a wide level are only marked, and then gathered in the order of their ids, in which their neighbours lie as well. There are fewer
 * such levels than marks.
 */
const mostWideLevels = 64;
const inQueue = 1;

interface Met {
  /** By node: 0 while it is not met. */
  readonly marks: Uint8Array;
  readonly queue: Uint32Array;
  /** Of the queue, which takes no more than it can hold. */
  end: number;
}

function meet(met: Met, id: number, mark = inQueue): void {
  const { marks, queue, end } = met;
  if (marks[id] !== 0 || (mark === inQueue && end === queue.length)) return;
  marks[id] = mark;
  if (mark === inQueue) queue[met.end++] = id;
}

/** The same for all neighbours of a node, without a call for each: there may be millions. */
function meetArrays(
  met: Met,
  node: number,
  { starts, neighbours }: CompressedDirection,
  { mark, carryingOnly }: { readonly mark: number; readonly carryingOnly: boolean },
): void {
  const { marks, queue } = met;
  const last = starts[node + 1] ?? 0;
  const isQueued = mark === inQueue;
  let { end } = met;
  for (let place = starts[node] ?? 0; place < last; place++) {
    const neighbour = neighbours[place]!;
    const id = neighbour & idMask;
    if (marks[id] !== 0 || (carryingOnly && neighbour < carriesBit)) continue;
    if (isQueued && end === queue.length) break;
    marks[id] = mark;
    if (isQueued) queue[end++] = id;
  }
  met.end = end;
}

function gather(met: Met, mark: number): void {
  const { marks, queue } = met;
  let { end } = met;
  for (let id = 0; id < marks.length && end < queue.length; id++) if (marks[id] === mark) queue[end++] = id;
  met.end = end;
}
