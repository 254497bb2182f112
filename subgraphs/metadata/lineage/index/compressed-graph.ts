// The lineage graph in typed arrays, both directions: per node where its neighbours begin, and all neighbours one after the
// other. Four bytes per edge and direction, four per node and direction. Immutable.

/** Set in a neighbour's number where the edge carries what is sensitive. Ids are below it. */
export const carriesBit = 0x8000_0000;
/** What is left of a neighbour's number without it. */
export const idMask = 0x7fff_ffff;

export interface CompressedDirection {
  /** By node id; the neighbours of `id` stand from `starts[id]` to `starts[id + 1]`. */
  readonly starts: Uint32Array;
  readonly neighbours: Uint32Array;
}

export interface CompressedGraph {
  readonly DOWNSTREAM: CompressedDirection;
  readonly UPSTREAM: CompressedDirection;
}

export interface GraphBuilder {
  /** In the order of the sources, each pair once. */
  add(src: number, dst: number, carries: boolean): void;
  /** Pauses now and then, so that a process goes on answering: drive it with `finish`. */
  build(): Generator<void, CompressedGraph>;
}

/** @param expectedEdges more take more memory while it is built */
export function createGraphBuilder(maxNode: number, expectedEdges: number): GraphBuilder {
  const starts = new Uint32Array(maxNode + 2);
  let neighbours = new Uint32Array(expectedEdges);
  let count = 0;
  let last = 0;
  /** A node without an edge begins where the next one does. */
  const startUpTo = (node: number): void => {
    while (last <= node) starts[last++] = count;
  };
  return {
    add(src, dst, carries) {
      startUpTo(src);
      if (count === neighbours.length) neighbours = grown(neighbours);
      neighbours[count++] = carries ? (dst | carriesBit) >>> 0 : dst;
    },
    *build() {
      startUpTo(maxNode + 1);
      const downstream = { starts, neighbours: neighbours.subarray(0, count) };
      return { DOWNSTREAM: downstream, UPSTREAM: yield* reversed(downstream) };
    },
  };
}

function grown(full: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.ceil(full.length * 1.1) + 1_000);
  larger.set(full);
  return larger;
}

/** Steps between two pauses: a few milliseconds. */
const stride = 500_000;

/** Two passes: how many come to each node, then each to its place. */
function* reversed({ starts, neighbours }: CompressedDirection): Generator<void, CompressedDirection> {
  const ends = new Uint32Array(starts.length);
  for (let edge = 0; edge < neighbours.length; edge++) {
    ends[idOf(neighbours[edge]!) + 1]!++;
    if (edge % stride === 0) yield;
  }
  for (let node = 1; node < ends.length; node++) ends[node]! += ends[node - 1]!;
  const places = ends.slice();
  const sources = new Uint32Array(neighbours.length);
  for (let src = 0; src + 1 < starts.length; src++) {
    for (let edge = starts[src]!; edge < starts[src + 1]!; edge++) {
      const target = neighbours[edge]!;
      sources[places[idOf(target)]!++] = ((target & carriesBit) | src) >>> 0;
      if (edge % stride === 0) yield;
    }
  }
  return { starts: ends, neighbours: sources };
}

export function idOf(neighbour: number): number {
  return neighbour & idMask;
}

/** Runs what pauses to its end. */
export async function finish<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
