// What a product is made from, and how that stands: a product can keep its own promises and still serve what another one got wrong.
import type { Queries } from '../../../kit/postgres.ts';
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { fieldsOfProduct } from '../events/queries/subjects.ts';
import { groupBy } from '../group-by.ts';
import type { LineageLoaders } from '../lineage/loaders.ts';
import { nodesByUrn } from '../lineage/queries/nodes.ts';
import { type WalkedNode, walkLineage } from '../lineage/walk.ts';

export interface UpstreamProduct {
  readonly productId: number;
  /** The least number of steps from a field of theirs to one of the product. */
  readonly hops: number;
  /** Their fields that are reached, the nearest first. */
  readonly via: readonly Coordinate[];
}

const limits = { direction: 'UPSTREAM', depth: 20, limit: 1_000 } as const;

/** The nearest first. */
export async function upstreamOf(
  queries: Queries,
  lineage: LineageLoaders,
  productId: number,
): Promise<UpstreamProduct[]> {
  const own = await fieldsOfProduct(queries, productId);
  const roots = await nodesByUrn(queries, own.map(fieldUrn));
  const view = await lineage.view({ at: null, position: null });
  const { nodes } = await walkLineage(
    lineage,
    view,
    roots.map(({ id }) => id),
    limits,
  );
  const foreign = nodes.filter((node) => node.productId !== null && node.productId !== productId);
  return [...groupBy(foreign, (node) => node.productId!)]
    .map(([id, theirs]) => upstreamProduct(id, theirs))
    .sort((one, other) => one.hops - other.hops || one.productId - other.productId);
}

function upstreamProduct(productId: number, nodes: readonly WalkedNode[]): UpstreamProduct {
  const nearestFirst = [...nodes].sort((one, other) => one.depth - other.depth);
  return {
    productId,
    hops: nearestFirst[0]!.depth,
    via: nearestFirst.flatMap(({ coordinate }) => coordinate ?? []),
  };
}
