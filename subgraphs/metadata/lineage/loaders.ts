// Loaders of lineage, made per request. Walks that run side by side go level by level together, so that asking for the
// lineage of many fields costs the statements of one walk.
import DataLoader from 'dataloader';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import {
  type Degrees,
  degrees,
  type EdgeRow,
  edgesInto,
  edgesOutOf,
  type NodeRow,
  nodesById,
  nodesByUrn,
} from './queries.ts';

export type LineageLoaders = ReturnType<typeof createLineageLoaders>;

export function createLineageLoaders(database: Queries) {
  return {
    node: new DataLoader<number, NodeRow | null>(async (ids) =>
      inKeyOrder(ids, await nodesById(database, ids), (row) => row.id),
    ),
    nodeByUrn: new DataLoader<string, NodeRow | null>(async (urns) =>
      inKeyOrder(urns, await nodesByUrn(database, urns), (row) => row.urn),
    ),
    edgesInto: new DataLoader<number, EdgeRow[]>(async (ids) =>
      groupInKeyOrder(ids, await edgesInto(database, ids), (row) => row.dst),
    ),
    edgesOutOf: new DataLoader<number, EdgeRow[]>(async (ids) =>
      groupInKeyOrder(ids, await edgesOutOf(database, ids), (row) => row.src),
    ),
    degrees: new DataLoader<number, Degrees | null>(async (ids) =>
      inKeyOrder(ids, await degrees(database, ids), (row) => row.id),
    ),
  };
}
