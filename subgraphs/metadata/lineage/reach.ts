// What is downstream or upstream of coordinates over any number of hops: the question that verdicts, impact and health ask.
import type { Queries } from '../../../kit/postgres.ts';
import { coordinateOfUrn, fieldUrn } from '../../../schema/contract/field-source.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { closureIn } from './index/closure.ts';
import type { LineageIndex } from './index/lineage-index.ts';
import { closureOf, closureSummary, type WalkedDirection } from './queries/edges.ts';
import { nodesByUrn } from './queries/nodes.ts';

export interface Reach {
  /** Fields of the graph, without those that were asked about, in the order of their names. */
  readonly coordinates: readonly Coordinate[];
  /** Products (`orders/orders`) that own any of them. */
  readonly products: readonly string[];
  /** False when the walk was cut. */
  readonly complete: boolean;
}

/** More than this is too much to name. */
const maxNodes = 100_000;

export interface ReachOptions {
  /** What ended or began at this instant counts as well; now, when it is absent. The tables know of the past. */
  readonly around?: Date;
  /** The copy of the graph in memory, where there is one that has everything. */
  readonly index?: LineageIndex | null;
}

/** Coordinates that the graph does not have reach nothing. */
export async function reachOf(
  queries: Queries,
  coordinates: readonly Coordinate[],
  direction: WalkedDirection,
  { around, index = null }: ReachOptions = {},
): Promise<Reach> {
  const roots = (await nodesByUrn(queries, coordinates.map(fieldUrn))).map(({ id }) => id);
  const found =
    index === null || around
      ? await closureOf(queries, roots, direction, maxNodes + 1, around ?? null)
      : [...closureIn(index, roots, { direction, limit: maxNodes + 1 }).ids];
  const { fields, products } = await closureSummary(queries, found.slice(0, maxNodes));
  return {
    coordinates: fields.map((urn) => coordinateOfUrn(urn)!),
    products: products.map((urn) => urn.replace('gordian:product:', '')),
    complete: found.length <= maxNodes,
  };
}
