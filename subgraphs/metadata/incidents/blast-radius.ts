// Whom an incident concerns: the products and fields that are made from what the product serves, and the clients and operations
// that really asked for any of it.
import type { Queries } from '../../../kit/postgres.ts';
import { fieldsOfProduct } from '../events/queries/subjects.ts';
import { groupBy } from '../group-by.ts';
import type { LineageIndex } from '../lineage/index/lineage-index.ts';
import { reachOf } from '../lineage/reach.ts';
import type { CoordinateUse } from '../usage/queries/traffic.ts';
import { trafficOf } from '../usage/traffic.ts';
import type { IncidentRow } from './queries.ts';

export interface BlastRadius {
  readonly operations: readonly AffectedOperation[];
  readonly clients: number;
  readonly requests: number;
  /** `orders/orders` */
  readonly products: readonly string[];
  readonly fields: number;
  /** False where lineage or the reports of gateways do not tell everything. */
  readonly complete: boolean;
}

export interface AffectedOperation {
  readonly hash: string;
  readonly name: string | null;
  readonly client: string;
  readonly requests: number;
  readonly lastSeen: Date;
}

/** Back from the end of the incident, or from now. */
const windowMs = 7 * 86_400_000;

export async function blastRadiusOf(
  queries: Queries,
  incident: IncidentRow,
  { index, now }: { readonly index: LineageIndex | null; readonly now: Date },
): Promise<BlastRadius> {
  const own = await fieldsOfProduct(queries, incident.productId);
  const reach = await reachOf(queries, own, 'DOWNSTREAM', { index });
  const to = incident.resolvedAt ?? now;
  const window = { from: new Date(to.getTime() - windowMs), to };
  const traffic = await trafficOf(queries, [...own, ...reach.coordinates], window);
  const operations = operationsOf(traffic.uses);
  return {
    operations,
    clients: new Set(operations.map(({ client }) => client)).size,
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    products: reach.products.filter((product) => product !== incident.product),
    fields: reach.coordinates.length,
    complete: reach.complete && traffic.coversWindow,
  };
}

/** An operation asks for many fields; its requests are the same for each. The busiest first. */
function operationsOf(uses: readonly CoordinateUse[]): AffectedOperation[] {
  const byUser = groupBy(uses, ({ operationHash, client }) => `${operationHash} ${client}`);
  return [...byUser.values()]
    .map(([use]) => use!)
    .map(({ operationHash: hash, operationName: name, client, requests, lastSeen }) => ({
      hash,
      name,
      client,
      requests,
      lastSeen,
    }))
    .sort((one, other) => other.requests - one.requests || (one.hash < other.hash ? -1 : 1));
}
