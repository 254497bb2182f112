// A walk through the lineage graph from one root, level by level, each node met once, whatever the number of paths to
// it. The answer is bounded, and says so when it was cut.
import type DataLoader from 'dataloader';
import { GordianError } from '../../../kit/errors.ts';
import type { LineageLoaders } from './loaders.ts';
import { type EdgeRow, maxNeighbours, type NodeRow } from './queries.ts';

export type Direction = 'UPSTREAM' | 'DOWNSTREAM' | 'BOTH';

export interface WalkLimits {
  readonly direction: Direction;
  readonly depth: number;
  /** Nodes in the answer, the root included. */
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

type CutReason = 'DEPTH' | 'LIMIT';

const maxDepth = 20;
const maxNodes = 1_000;

export async function walkLineage(load: LineageLoaders, root: NodeRow, limits: WalkLimits): Promise<Walk> {
  requireBetween('depth', limits.depth, maxDepth);
  requireBetween('limit', limits.limit, maxNodes);
  const walked: Walked = { depths: new Map([[root.id, 0]]), cut: null };
  const { direction } = limits;
  if (direction !== 'DOWNSTREAM') await explore(walked, root.id, limits, load.edgesInto, (edge) => edge.src);
  if (direction !== 'UPSTREAM') await explore(walked, root.id, limits, load.edgesOutOf, (edge) => edge.dst);
  return describe(walked, load);
}

function requireBetween(argument: string, value: number, max: number): void {
  if (value >= 1 && value <= max) return;
  throw new GordianError('BAD_USER_INPUT', `\`${argument}\` must be between 1 and ${max}.`, { details: { argument } });
}

/** The nodes of the answer so far, with their distance from the root. */
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
  root: number,
  { depth, limit }: WalkLimits,
  edgesOf: DataLoader<number, EdgeRow[]>,
  next: (edge: EdgeRow) => number,
): Promise<void> {
  const visited = new Set([root]);
  let frontier = [root];
  for (let level = 1; frontier.length > 0; level += 1) {
    const groups = await Promise.all(frontier.map((id) => edgesOf.load(id)));
    if (groups.some((group) => group.length === maxNeighbours)) walked.cut = 'LIMIT';
    const found = [...new Set(groups.flat().map(next))].filter((id) => !visited.has(id));
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
async function describe({ depths, cut }: Walked, load: LineageLoaders): Promise<Walk> {
  const groups = await Promise.all([...depths.keys()].map((id) => load.edgesInto.load(id)));
  const edges = groups.flat().filter((edge) => depths.has(edge.src));
  const shownSources = countBy(edges, (edge) => edge.dst);
  const shownConsumers = countBy(edges, (edge) => edge.src);
  const nodes = await Promise.all(
    [...depths].map(async ([id, depth]) => {
      const [node, degrees] = await Promise.all([load.node.load(id), load.degrees.load(id)]);
      return {
        ...node!,
        depth,
        hiddenUpstream: degrees!.sources - (shownSources.get(id) ?? 0),
        hiddenDownstream: degrees!.consumers - (shownConsumers.get(id) ?? 0),
      };
    }),
  );
  nodes.sort((a, b) => a.depth - b.depth || (a.urn < b.urn ? -1 : 1));
  return { nodes, edges, depthReached: Math.max(...depths.values()), cutReason: cut };
}

function countBy(edges: readonly EdgeRow[], keyOf: (edge: EdgeRow) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const edge of edges) counts.set(keyOf(edge), (counts.get(keyOf(edge)) ?? 0) + 1);
  return counts;
}
