// What is downstream or upstream of coordinates over any number of hops: the question that verdicts, impact and health ask.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';

export interface Reach {
  /** Fields of the graph, without those that were asked about, in the order of their names. */
  readonly coordinates: readonly Coordinate[];
  /** Products (`orders/orders`) that own any of them. */
  readonly products: readonly string[];
  /** False when the walk was cut. */
  readonly complete: boolean;
}

export async function reachOf(
  _queries: Queries,
  _coordinates: readonly Coordinate[],
  _direction: 'UPSTREAM' | 'DOWNSTREAM',
): Promise<Reach> {
  return { coordinates: [], products: [], complete: false };
}
