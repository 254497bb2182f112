// A walk through the lineage graph from its roots, level by level, each node met once, whatever the number of paths to
// it. The answer is bounded, and says so when it was cut.
import { requireBetween } from './limits.ts';
import type { GraphView, LineageLoaders } from './loaders.ts';
import type { EdgeRow, WalkedDirection } from './queries/edges.ts';
import type { NodeRow } from './queries/nodes.ts';

export type Direction = WalkedDirection | 'BOTH';

export interface WalkLimits {
  readonly direction: Direction;
  readonly depth: number;
  /** Nodes in the answer, the roots included. */
  readonly limit: number;
}

export interface WalkedNode extends NodeRow {
  readonly depth: number;
  readonly hiddenUpstream: number;
  readonly hiddenDownstream: number;
}

export interface Walk {
  readonly nodes: readonly WalkedNode[];
  readonly edges: readonly EdgeRow[];
  readonly depthReached: number;
  readonly cutReason: CutReason | null;
}

export type CutReason = 'DEPTH' | 'LIMIT';

const maxDepth = 20;
const maxNodes = 1_000;
/** A thousand nodes may have a million edges among them. */
const maxEdges = 5_000;

/** @throws GordianError BAD_USER_INPUT */
export async function walkLineage(
  load: Pick<LineageLoaders, 'node'>,
  view: GraphView,
  roots: readonly number[],
  limits: WalkLimits,
): Promise<Walk> {
  requireBetween('depth', limits.depth, maxDepth);
  requireBetween('limit', limits.limit, maxNodes);
  const within = roots.slice(0, limits.limit);
  const walked: Walked = {
    depths: new Map(within.map((root) => [root, 0])),
    cut: within.length < roots.length ? 'LIMIT' : null,
  };
  const { direction } = limits;
  if (direction !== 'DOWNSTREAM') await explore(walked, within, limits, view, 'UPSTREAM');
  if (direction !== 'UPSTREAM') await explore(walked, within, limits, view, 'DOWNSTREAM');
  return describe(walked, load, view);
}

/** The nodes of the answer so far, with their distance from the roots. */
interface Walked {
  readonly depths: Map<number, number>;
  cut: CutReason | null;
}

/**
 * One direction. It has a frontier of its own: what feeds my consumers need not feed me. The level after the last one
 * only tells whether there is more.
 */
async function explore(
  walked: Walked,
  roots: readonly number[],
  { depth, limit }: WalkLimits,
  { neighbourhood }: GraphView,
  direction: WalkedDirection,
): Promise<void> {
  const visited = new Set(roots);
  let frontier = [...roots];
  for (let level = 1; frontier.length > 0; level += 1) {
    const groups = await Promise.all(frontier.map((id) => neighbourhood.neighbours(id, direction)));
    if (groups.some(({ isCut }) => isCut)) walked.cut = 'LIMIT';
    const found = [...new Set(groups.flatMap(({ ids }) => ids))].filter((id) => !visited.has(id));
    if (level > depth && found.length > 0) walked.cut ??= 'DEPTH';
    frontier = level > depth ? [] : take(walked, found, level, limit);
    for (const id of frontier) visited.add(id);
  }
}

/** Those of the found nodes that still fit in the answer. */
function take(walked: Walked, found: readonly number[], level: number, limit: number): number[] {
  const fits = found.filter((id) => {
    if (!walked.depths.has(id) && walked.depths.size >= limit) return false;
    walked.depths.set(id, Math.min(level, walked.depths.get(id) ?? level));
    return true;
  });
  if (fits.length < found.length) walked.cut = 'LIMIT';
  return fits;
}

/** The nodes in order, and every edge between two of them, walked along or not. */
async function describe(
  { depths, cut }: Walked,
  load: Pick<LineageLoaders, 'node'>,
  { neighbourhood, edges: edgesOf }: GraphView,
): Promise<Walk> {
  const pairs = await neighbourhood.pairsAmong(new Set(depths.keys()));
  const edges = await Promise.all(pairs.slice(0, maxEdges).map((pair) => edgesOf.load(pair)));
  const shownSources = countBy(pairs, ({ dst }) => dst);
  const shownConsumers = countBy(pairs, ({ src }) => src);
  const nodes = await Promise.all(
    [...depths].map(async ([id, depth]) => {
      const [node, { sources, consumers }] = await Promise.all([load.node.load(id), neighbourhood.degrees(id)]);
      return {
        ...node!,
        depth,
        hiddenUpstream: sources - (shownSources.get(id) ?? 0),
        hiddenDownstream: consumers - (shownConsumers.get(id) ?? 0),
      };
    }),
  );
  nodes.sort((a, b) => a.depth - b.depth || (a.urn < b.urn ? -1 : 1));
  return {
    nodes,
    // One that ended since the copy in memory was made is not there any more.
    edges: edges.filter((edge) => edge !== null),
    depthReached: Math.max(0, ...depths.values()),
    cutReason: pairs.length > maxEdges ? 'LIMIT' : cut,
  };
}

function countBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}
