// What a walk asks of the graph, wherever it is: in memory for the graph as it is, in the tables for the graph as it was and
// while there is no copy in memory.
import DataLoader from 'dataloader';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { LineageIndex } from './index/lineage-index.ts';
import {
  type Degrees,
  degrees,
  maxNeighbours,
  neighboursOf,
  type Pair,
  type WalkedDirection,
} from './queries/edges.ts';

export interface Neighbourhood {
  /** @param carryingOnly those alone that what is sensitive gets to, or comes from */
  neighbours(id: number, direction: WalkedDirection, carryingOnly?: boolean): Promise<Neighbours>;
  degrees(id: number): Promise<Omit<Degrees, 'id'>>;
  /** The edges between nodes of the set. */
  pairsAmong(ids: ReadonlySet<number>): Promise<readonly Pair[]>;
}

export interface Neighbours {
  readonly ids: readonly number[];
  readonly isCut: boolean;
}

export function inMemory(index: LineageIndex): Neighbourhood {
  const neighbours = (id: number, direction: WalkedDirection, carryingOnly = false): number[] => {
    const ids: number[] = [];
    index.visit(id, direction, (neighbour, carries) => {
      if (carries || !carryingOnly) ids.push(neighbour);
    });
    return ids;
  };
  return {
    neighbours: async (id, direction, carryingOnly) => ({
      ids: neighbours(id, direction, carryingOnly).sort((a, b) => a - b),
      isCut: false,
    }),
    degrees: async (id) => ({ sources: index.degree(id, 'UPSTREAM'), consumers: index.degree(id, 'DOWNSTREAM') }),
    pairsAmong: async (ids) =>
      [...ids].flatMap((dst) =>
        neighbours(dst, 'UPSTREAM')
          .filter((src) => ids.has(src))
          .map((src) => ({ src, dst })),
      ),
  };
}

/** Made per request: walks that run side by side go level by level together, and cost the statements of one. */
export function inTables(database: Queries, at: Date | null): Neighbourhood {
  const loaderOf = (direction: WalkedDirection, carryingOnly: boolean) =>
    new DataLoader<number, number[]>(async (ids) => {
      const rows = await neighboursOf(database, ids, direction, at, carryingOnly);
      return groupInKeyOrder(ids, rows, (row) => row.id).map((group) => group.map(({ neighbour }) => neighbour));
    });
  const loadersOf = (carryingOnly: boolean) => ({
    UPSTREAM: loaderOf('UPSTREAM', carryingOnly),
    DOWNSTREAM: loaderOf('DOWNSTREAM', carryingOnly),
  });
  const [loaders, carryingLoaders] = [loadersOf(false), loadersOf(true)];
  const degreesOf = new DataLoader<number, Degrees | null>(async (ids) =>
    inKeyOrder(ids, await degrees(database, ids, at), (row) => row.id),
  );
  return {
    neighbours: async (id, direction, carryingOnly) => {
      const ids = await (carryingOnly ? carryingLoaders : loaders)[direction].load(id);
      return { ids, isCut: ids.length === maxNeighbours };
    },
    degrees: async (id) => (await degreesOf.load(id))!,
    pairsAmong: async (ids) => {
      const groups = await Promise.all(
        [...ids].map(async (dst) => (await loaders.UPSTREAM.load(dst)).map((src) => ({ src, dst }))),
      );
      return groups.flat().filter(({ src }) => ids.has(src));
    },
  };
}
