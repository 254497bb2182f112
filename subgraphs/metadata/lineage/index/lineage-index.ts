// The lineage graph in memory: a compressed graph, and over it what has changed since it was made. Answers are those of the
// tables as of a number of the log.
import type { WalkedDirection } from '../queries/edges.ts';
import {
  type CompressedDirection,
  type CompressedGraph,
  carriesBit,
  createGraphBuilder,
  idOf,
} from './compressed-graph.ts';

export interface LineageIndex {
  /** Of the log: everything up to it is in. */
  readonly position: number;
  /** One more than the greatest id of a node with an edge. */
  readonly nodeCount: number;
  /** Pairs of nodes that differ from the compressed graph. */
  readonly changes: number;
  /** Of the compressed graph. */
  readonly bytes: number;
  /** Calls `visit` with each neighbour once, in no order that may be relied on. */
  visit(node: number, direction: WalkedDirection, visit: (neighbour: number, carries: boolean) => void): void;
  degree(node: number, direction: WalkedDirection): number;
  /** The arrays that hold all neighbours of the node; null where a change lies over them. For whoever meets millions. */
  unchanged(node: number, direction: WalkedDirection): CompressedDirection | null;
}

export interface ChangingIndex extends LineageIndex {
  /** A pair that is there already takes the new value. */
  set(src: number, dst: number, carries: boolean): void;
  /** A pair that is not there stays so. */
  remove(src: number, dst: number): void;
  advanceTo(position: number): void;
  /** Makes the same graph without changes on top. Nothing may be changed until it is done. */
  compact(): Generator<void, void>;
}

type State = 'absent' | 'present' | 'carrying';
type Overlay = Map<number, Map<number, State>>;

export function createLineageIndex(initial: CompressedGraph, initialPosition: number): ChangingIndex {
  let graph = initial;
  let position = initialPosition;
  let maxNode = greatestNode(initial);
  let changes = 0;
  let overlays: Record<WalkedDirection, Overlay> = { UPSTREAM: new Map(), DOWNSTREAM: new Map() };

  const visit: LineageIndex['visit'] = (node, direction, each) => {
    const changed = overlays[direction].get(node);
    const { starts, neighbours } = graph[direction];
    const end = starts[node + 1] ?? 0;
    for (let place = starts[node] ?? 0; place < end; place++) {
      const neighbour = neighbours[place]!;
      const id = idOf(neighbour);
      if (!changed?.has(id)) each(id, (neighbour & carriesBit) !== 0);
    }
    changed?.forEach((state, id) => {
      if (state !== 'absent') each(id, state === 'carrying');
    });
  };

  const put = (src: number, dst: number, state: State): void => {
    const known = neighboursChanged(overlays.DOWNSTREAM, src);
    if (!known.has(dst)) changes++;
    known.set(dst, state);
    neighboursChanged(overlays.UPSTREAM, dst).set(src, state);
    maxNode = Math.max(maxNode, src, dst);
  };

  return {
    get position() {
      return position;
    },
    get nodeCount() {
      return maxNode + 1;
    },
    get changes() {
      return changes;
    },
    get bytes() {
      return bytesOf(graph);
    },
    visit,
    degree(node, direction) {
      const { starts } = graph[direction];
      if (!overlays[direction].has(node)) return (starts[node + 1] ?? 0) - (starts[node] ?? 0);
      let count = 0;
      visit(node, direction, () => count++);
      return count;
    },
    unchanged: (node, direction) => (overlays[direction].has(node) ? null : graph[direction]),
    set: (src, dst, carries) => put(src, dst, carries ? 'carrying' : 'present'),
    remove: (src, dst) => put(src, dst, 'absent'),
    advanceTo(next) {
      position = next;
    },
    *compact() {
      const builder = createGraphBuilder(maxNode, graph.DOWNSTREAM.neighbours.length + changes);
      for (let node = 0; node <= maxNode; node++) {
        visit(node, 'DOWNSTREAM', (neighbour, carries) => builder.add(node, neighbour, carries));
        if (node % 50_000 === 0) yield;
      }
      graph = yield* builder.build();
      overlays = { UPSTREAM: new Map(), DOWNSTREAM: new Map() };
      changes = 0;
    },
  };
}

function neighboursChanged(overlay: Overlay, node: number): Map<number, State> {
  const known = overlay.get(node);
  if (known) return known;
  const fresh = new Map<number, State>();
  overlay.set(node, fresh);
  return fresh;
}

function greatestNode(graph: CompressedGraph): number {
  return Math.max(0, graph.DOWNSTREAM.starts.length - 2);
}

function bytesOf(graph: CompressedGraph): number {
  return [graph.UPSTREAM, graph.DOWNSTREAM].reduce(
    (sum, { starts, neighbours }) => sum + starts.byteLength + neighbours.buffer.byteLength,
    0,
  );
}
