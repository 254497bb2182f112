// Shortest ways through the graph: from some nodes to others, level by level, each node met once.
import type { GraphView } from './loaders.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { CutReason } from './walk.ts';

export interface Paths {
  /** Ids of nodes, from the beginning to the end of each; the shortest first. */
  readonly paths: readonly (readonly number[])[];
  readonly cutReason: CutReason | null;
}

export interface PathLimits {
  /** Paths. */
  readonly max: number;
  /** Only where what is sensitive gets through. */
  readonly carryingOnly: boolean;
}

/** Hops of a path. */
const maxDepth = 50;
/** That are met on the way. */
const maxNodes = 100_000;

/** All shortest paths from one node to another. */
export async function pathsBetween(
  { neighbourhood }: GraphView,
  from: number,
  to: number,
  limits: PathLimits,
): Promise<Paths> {
  const met = await meetLevels(neighbourhood, [from], limits.carryingOnly, (level) => level.includes(to));
  const backwards = unwind(met.comesFrom, to, limits.max + 1);
  const isCut = backwards.length > limits.max;
  return {
    paths: backwards.slice(0, limits.max).map((path) => [...path].reverse()),
    cutReason: isCut ? 'LIMIT' : met.comesFrom.has(to) ? null : met.cutReason,
  };
}

/** To each node that `isEnd` accepts, one shortest path from the nearest of the roots. */
export async function pathsToAll(
  { neighbourhood }: GraphView,
  roots: readonly number[],
  isEnd: (ids: readonly number[]) => Promise<readonly number[]>,
  limits: PathLimits,
): Promise<Paths> {
  const met = await meetLevels(neighbourhood, roots, limits.carryingOnly, () => false);
  const known = new Set(roots);
  const ends = await isEnd([...met.comesFrom.keys()].filter((id) => !known.has(id)));
  const paths = ends.slice(0, limits.max).map((end) => [...unwind(met.comesFrom, end, 1)[0]!].reverse());
  return { paths, cutReason: ends.length > limits.max ? 'LIMIT' : met.cutReason };
}

interface Met {
  /** Of each node, the ones of the level before that lead to it; none for the roots. */
  readonly comesFrom: ReadonlyMap<number, readonly number[]>;
  readonly cutReason: CutReason | null;
}

async function meetLevels(
  neighbourhood: Neighbourhood,
  roots: readonly number[],
  carryingOnly: boolean,
  isFound: (level: readonly number[]) => boolean,
): Promise<Met> {
  const comesFrom = new Map<number, number[]>(roots.map((root) => [root, []]));
  let cutReason: CutReason | null = null;
  let level: readonly number[] = roots;
  for (let depth = 0; level.length > 0 && !isFound(level); depth++) {
    if (depth === maxDepth) return { comesFrom, cutReason: 'DEPTH' };
    if (comesFrom.size > maxNodes) return { comesFrom, cutReason: 'LIMIT' };
    const groups = await Promise.all(level.map((id) => neighbourhood.neighbours(id, 'DOWNSTREAM', carryingOnly)));
    if (groups.some(({ isCut }) => isCut)) cutReason = 'LIMIT';
    const next = new Map<number, number[]>();
    for (const [place, { ids }] of groups.entries())
      for (const id of ids) if (!comesFrom.has(id)) next.set(id, [...(next.get(id) ?? []), level[place]!]);
    for (const [id, sources] of next) comesFrom.set(id, sources);
    level = [...next.keys()];
  }
  return { comesFrom, cutReason };
}

/** From the end back to a root, at most `max` ways. */
function unwind(comesFrom: Met['comesFrom'], end: number, max: number): number[][] {
  if (!comesFrom.has(end)) return [];
  let open: number[][] = [[end]];
  while (open.some((path) => comesFrom.get(path.at(-1)!)!.length > 0))
    open = open.flatMap((path) => comesFrom.get(path.at(-1)!)!.map((source) => [...path, source])).slice(0, max);
  return open;
}
