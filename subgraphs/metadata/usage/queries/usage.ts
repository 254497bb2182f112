// The SQL of usage as people ask for it. Requests are those of operations: of a field they are the requests of all operations that
// ask for it, and nothing adds them up over fields, because a request asks for many.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import type { Window } from './traffic.ts';

export interface FieldUsageRow {
  readonly coordinate: Coordinate;
  readonly requests: number;
  readonly clients: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Hours of the window of operations that touch what is asked for, once for each operation and client. */
const usedHours = `JOIN usage_hour AS hours ON hours.operation_id = touching.operation_id
  AND hours.hour >= date_trunc('hour', $2::timestamptz) AND hours.hour < $3`;

export function usageOfFields(
  database: Queries,
  coordinates: readonly Coordinate[],
  { from, to }: Window,
): Promise<FieldUsageRow[]> {
  return database.query(
    `SELECT used.coordinate, sum(used.requests)::bigint AS requests, count(DISTINCT used.consumer_id)::int AS clients,
       min(seen.first_seen) AS "firstSeen", max(seen.last_seen) AS "lastSeen"
     FROM (
       SELECT touching.coordinate, hours.operation_id, hours.consumer_id, sum(hours.requests) AS requests
       FROM operation_field AS touching ${usedHours}
       WHERE touching.coordinate = ANY ($1) GROUP BY touching.coordinate, hours.operation_id, hours.consumer_id
     ) AS used
     JOIN usage_seen AS seen ON seen.operation_id = used.operation_id AND seen.consumer_id = used.consumer_id
     GROUP BY used.coordinate`,
    [coordinates, from, to],
  );
}

export interface OperationUseRow {
  readonly hash: string;
  readonly name: string | null;
  readonly kind: string;
  readonly consumer: ConsumerRow;
  readonly requests: number;
  readonly lastSeen: Date;
}

export interface ConsumerRow {
  /** The id in its token. */
  readonly client: string;
  readonly kind: string;
}

const operationUse = `encode(operation.hash, 'hex') AS hash, operation.name, operation.kind, used.requests,
  seen.last_seen AS "lastSeen", jsonb_build_object('client', consumer.client, 'kind', consumer.kind) AS consumer`;
const namesOfUse = `JOIN operation ON operation.id = used.operation_id JOIN consumer ON consumer.id = used.consumer_id
  JOIN usage_seen AS seen ON seen.operation_id = used.operation_id AND seen.consumer_id = used.consumer_id`;

/** Which uses are shown; null: of all clients. */
export interface UsesShown {
  readonly client: string | null;
  readonly limit: number;
}

/** The most used first. */
export function operationsOfFields(
  database: Queries,
  coordinates: readonly Coordinate[],
  { from, to }: Window,
  { client, limit }: UsesShown,
): Promise<(OperationUseRow & { readonly coordinate: Coordinate })[]> {
  return database.query(
    `SELECT used.coordinate, ${operationUse} FROM (
       SELECT touching.coordinate, hours.operation_id, hours.consumer_id, sum(hours.requests)::bigint AS requests,
         row_number() OVER (PARTITION BY touching.coordinate ORDER BY sum(hours.requests) DESC, hours.operation_id, hours.consumer_id) AS place
       FROM operation_field AS touching ${usedHours}
         AND ($4::text IS NULL OR hours.consumer_id = (SELECT id FROM consumer WHERE client = $4))
       WHERE touching.coordinate = ANY ($1) GROUP BY touching.coordinate, hours.operation_id, hours.consumer_id
     ) AS used ${namesOfUse} WHERE used.place <= $5 ORDER BY used.coordinate, used.place`,
    [coordinates, from, to, client, limit],
  );
}

export function consumersByClient(database: Queries, clients: readonly string[]): Promise<ConsumerRow[]> {
  return database.query('SELECT client, kind FROM consumer WHERE client = ANY ($1)', [clients]);
}

/** @param teams whose products the operations must touch; null: any */
export function operationsOfConsumers(
  database: Queries,
  clients: readonly string[],
  { from, to }: Window,
  { teams, limit }: { readonly teams: readonly string[] | null; readonly limit: number },
): Promise<(OperationUseRow & { readonly client: string })[]> {
  return database.query(
    `SELECT consumer.client, ${operationUse} FROM (
       SELECT hours.operation_id, hours.consumer_id, sum(hours.requests)::bigint AS requests,
         row_number() OVER (PARTITION BY hours.consumer_id ORDER BY sum(hours.requests) DESC, hours.operation_id) AS place
       FROM consumer AS asked JOIN usage_seen AS touching ON touching.consumer_id = asked.id AND touching.last_seen >= $2
       ${usedHours} AND hours.consumer_id = asked.id
       WHERE asked.client = ANY ($1) AND ($4::text[] IS NULL OR EXISTS (
         SELECT FROM operation_field AS touched JOIN field ON field.coordinate = touched.coordinate AND field.valid_to = 'infinity'
         JOIN product ON product.id = field.product_id
         WHERE touched.operation_id = touching.operation_id AND product.owner_team = ANY ($4)))
       GROUP BY hours.operation_id, hours.consumer_id
     ) AS used ${namesOfUse} WHERE used.place <= $5 ORDER BY consumer.client, used.place`,
    [clients, from, to, teams, limit],
  );
}

/** The URNs of the products that a client's operations touch. */
export function productsOfConsumers(
  database: Queries,
  clients: readonly string[],
  { from, to }: Window,
): Promise<{ readonly client: string; readonly urn: string }[]> {
  return database.query(
    `SELECT DISTINCT asked.client, product.urn
     FROM consumer AS asked JOIN usage_seen AS touching ON touching.consumer_id = asked.id AND touching.last_seen >= $2
     ${usedHours} AND hours.consumer_id = asked.id
     JOIN operation_field AS touched ON touched.operation_id = hours.operation_id
     JOIN field ON field.coordinate = touched.coordinate AND field.valid_to = 'infinity'
     JOIN product ON product.id = field.product_id
     WHERE asked.client = ANY ($1) ORDER BY asked.client, product.urn`,
    [clients, from, to],
  );
}

export interface ProductConsumerRow extends ConsumerRow {
  readonly productId: number;
  readonly requests: number;
  readonly operations: number;
  readonly lastSeen: Date;
}

export const mostRequestsFirst: SortOrder = { name: 'CONSUMER_REQUESTS', columns: ['number', 'text'] };

const consumersOfProduct = `
  SELECT consumer.client, consumer.kind, sum(hours.requests)::bigint AS requests,
    count(DISTINCT hours.operation_id)::int AS operations, max(seen.last_seen) AS "lastSeen"
  FROM (
    SELECT DISTINCT touched.operation_id FROM field JOIN operation_field AS touched ON touched.coordinate = field.coordinate
    WHERE field.product_id = asked.id AND field.valid_to = 'infinity'
  ) AS touching ${usedHours}
  JOIN consumer ON consumer.id = hours.consumer_id
  JOIN usage_seen AS seen ON seen.operation_id = hours.operation_id AND seen.consumer_id = hours.consumer_id`;

/** @param client null: all of them */
export function consumerPages(
  database: Queries,
  productIds: readonly number[],
  { from, to }: Window,
  page: Page,
  client: string | null,
): Promise<ProductConsumerRow[]> {
  return database.query(
    `SELECT asked.id AS "productId", listed.* FROM unnest($1::int[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT * FROM (${consumersOfProduct} WHERE $4::text IS NULL OR consumer.client = $4 GROUP BY consumer.id) AS users
       WHERE $5::bigint IS NULL OR (-users.requests, users.client) > (-$5::bigint, $6)
       ORDER BY users.requests DESC, users.client LIMIT $7
     ) AS listed`,
    [productIds, from, to, client, ...pageValues(page, mostRequestsFirst), page.limit],
  );
}

export function consumerCounts(
  database: Queries,
  productIds: readonly number[],
  { from, to }: Window,
): Promise<{ readonly productId: number; readonly count: number }[]> {
  return database.query(
    `SELECT asked.id AS "productId", count(*)::int AS count FROM unnest($1::int[]) AS asked (id) CROSS JOIN LATERAL (
       ${consumersOfProduct} GROUP BY consumer.id
     ) AS users GROUP BY asked.id`,
    [productIds, from, to],
  );
}

export interface ObservedRow {
  readonly coordinate: Coordinate;
  /** In the sample. */
  readonly requests: number;
  readonly observed: number;
  readonly nulls: number;
  readonly errors: number;
}

export function observedOfFields(
  database: Queries,
  coordinates: readonly Coordinate[],
  { from, to }: Window,
): Promise<ObservedRow[]> {
  return database.query(
    `SELECT coordinate, sum(requests)::bigint AS requests, sum(observed)::bigint AS observed, sum(nulls)::bigint AS nulls,
       sum(errors)::bigint AS errors
     FROM field_observed WHERE coordinate = ANY ($1) AND hour >= date_trunc('hour', $2::timestamptz) AND hour < $3
     GROUP BY coordinate`,
    [coordinates, from, to],
  );
}
