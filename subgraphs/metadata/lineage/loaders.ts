// Loaders of lineage, made per request, and the choice of where a question about the graph is answered from.
import DataLoader from 'dataloader';
import { inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { LineageFollower } from './index/follow-lineage.ts';
import type { LineageIndex } from './index/lineage-index.ts';
import { inMemory, inTables, type Neighbourhood } from './neighbourhood.ts';
import { type EdgeRow, edgesOfPairs, type Pair } from './queries/edges.ts';
import { logPosition } from './queries/log.ts';
import { type NodeRow, nodesById, nodesByUrn } from './queries/nodes.ts';
import { type SecretNodes, secretNodes } from './queries/secrets.ts';

export type LineageLoaders = ReturnType<typeof createLineageLoaders>;

/** The graph as of some moment. */
export interface GraphView {
  readonly neighbourhood: Neighbourhood;
  readonly edges: DataLoader<Pair, EdgeRow | null, string>;
  /** Null where the tables answer. */
  readonly index: LineageIndex | null;
  readonly asOf: Date;
  /** How long ago the copy in memory was last known to have everything; 0 where the tables answer. */
  readonly indexLagSeconds: number;
}

export interface ViewOptions {
  /** The graph as it was known then; null: as it is. */
  readonly at: Date | null;
  /** Of the log: what was written up to it must be in the answer; null: what the copy in memory has. */
  readonly position: number | null;
}

/** @param follower null while the process has no copy in memory */
export function createLineageLoaders(database: Queries, follower: LineageFollower | null, now: Date) {
  const stored = new Map<number | null, GraphView>();
  const inTheTables = (at: Date | null): GraphView => {
    const key = at?.getTime() ?? null;
    const known = stored.get(key);
    if (known) return known;
    const view = {
      neighbourhood: inTables(database, at),
      edges: edgeLoader(database, at),
      index: null,
      asOf: at ?? now,
      indexLagSeconds: 0,
    };
    stored.set(key, view);
    return view;
  };
  const currentEdges = edgeLoader(database, null);
  let secrets: Promise<SecretNodes> | null = null;
  const stricter = new Map<string, Promise<FieldRow[]>>();
  return {
    /** @param unknown what else the caller of this request may not know of, the same whenever it is asked */
    secrets(unknown: ReadonlySet<string>): Promise<SecretNodes> {
      secrets ??= secretNodes(database, [...unknown]);
      return secrets;
    },
    node: new DataLoader<number, NodeRow | null>(async (ids) =>
      inKeyOrder(ids, await nodesById(database, ids), (row) => row.id),
    ),
    nodeByUrn: new DataLoader<string, NodeRow | null>(async (urns) =>
      inKeyOrder(urns, await nodesByUrn(database, urns), (row) => row.urn),
    ),
    /** What `find` finds for the field, which is asked once. */
    stricterThan(coordinate: string, find: () => Promise<FieldRow[]>): Promise<FieldRow[]> {
      const found = stricter.get(coordinate) ?? find();
      stricter.set(coordinate, found);
      return found;
    },
    /** The copy in memory, when it has all that is written; null otherwise. For answers that must not miss what was just registered. */
    async wholeIndex(): Promise<LineageIndex | null> {
      const served = follower?.served() ?? null;
      return served !== null && served.index.position >= (await logPosition(database)) ? served.index : null;
    },
    async view({ at, position }: ViewOptions): Promise<GraphView> {
      if (at !== null) return inTheTables(at);
      const has = (served: { readonly index: LineageIndex } | null) =>
        served !== null && served.index.position >= (position ?? 0);
      const current = follower?.served() ?? null;
      const served = current === null || has(current) ? current : await follower!.catchUp();
      if (served === null || !has(served)) return inTheTables(null);
      return {
        neighbourhood: inMemory(served.index),
        edges: currentEdges,
        index: served.index,
        asOf: served.knownAt,
        indexLagSeconds: Math.max(0, (now.getTime() - served.knownAt.getTime()) / 1_000),
      };
    },
  };
}

function edgeLoader(database: Queries, at: Date | null) {
  const nameOf = ({ src, dst }: Pair) => `${src} ${dst}`;
  return new DataLoader<Pair, EdgeRow | null, string>(
    async (pairs) => inKeyOrder(pairs.map(nameOf), await edgesOfPairs(database, pairs, at), nameOf),
    { cacheKeyFn: nameOf },
  );
}
