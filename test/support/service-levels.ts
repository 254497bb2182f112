// Products with promises, and what gateways counted of them, written as the reports of gateways are.
import { latencyCounts, latencyIndex } from '../../kit/latency-bounds.ts';
import type { Queries } from '../../kit/postgres.ts';
import { currentSlas, type SlaRow } from '../../subgraphs/metadata/freshness/queries.ts';

const bucketMs = 5 * 60_000;

export interface Fetch {
  readonly at: Date;
  /** Null: it failed. */
  readonly latencyMs: number | null;
}

export interface Promised {
  readonly name: string;
  readonly kind: string;
  readonly element?: string;
  readonly threshold: number;
  readonly unit: string;
  readonly thresholdSeconds?: number;
  readonly target?: number;
  readonly windowSeconds: number;
}

/** In the domain `d` of team `t`, served by a subgraph of the product's name. @returns its id */
export async function insertProduct(database: Queries, name: string): Promise<number> {
  await database.query(`INSERT INTO team (id, name) VALUES ('t', 'Team') ON CONFLICT DO NOTHING`);
  await database.query(
    `INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'Domain', 't') ON CONFLICT DO NOTHING`,
  );
  const [row] = await database.query<{ id: number }>(
    `WITH product AS (
       INSERT INTO product (urn, name, domain, owner_team, kind, status)
       VALUES ('gordian:product:d/' || $1, $1, 'd', 't', 'AGGREGATE', 'ACTIVE') RETURNING id
     ), contract AS (INSERT INTO contract (product_id) SELECT id FROM product RETURNING id, product_id)
     SELECT product_id AS id FROM contract`,
    [name],
  );
  const { id } = row!;
  await database.query(
    `WITH version AS (
       INSERT INTO contract_version (contract_id, version, ord, status, odcs_raw, content_hash, sdl, sdl_hash, source_revision, registered_by, registered_at)
       SELECT id, '1.0.0', 1, 'active', '', '', '', '', 'r', 'test', now() FROM contract WHERE product_id = $1 RETURNING contract_id
     ) INSERT INTO subgraph_contract SELECT $2, contract_id, '1.0.0', 'contract.yaml', 0 FROM version`,
    [id, name],
  );
  return id;
}

export async function insertSla(database: Queries, productId: number, promised: Promised): Promise<SlaRow> {
  const { name, kind, element = '', threshold, unit, thresholdSeconds = null, target = 1, windowSeconds } = promised;
  const [row] = await database.query<{ id: number }>(
    `INSERT INTO sla (product_id, name, kind, element, threshold, unit, threshold_seconds, target, window_text, window_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [productId, name, kind, element, threshold, unit, thresholdSeconds, target, `PT${windowSeconds}S`, windowSeconds],
  );
  return (await currentSlas(database)).find(({ id }) => id === row!.id)!;
}

export async function insertFetches(database: Queries, subgraph: string, fetches: readonly Fetch[]): Promise<void> {
  const buckets = new Map<number, Fetch[]>();
  for (const fetch of fetches) {
    const bucket = Math.floor(fetch.at.getTime() / bucketMs) * bucketMs;
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), fetch]);
  }
  for (const [bucket, inside] of buckets) {
    const counts = new Array(latencyCounts).fill(0);
    for (const { latencyMs } of inside) if (latencyMs !== null) counts[latencyIndex(latencyMs)] += 1;
    const failures = inside.filter(({ latencyMs }) => latencyMs === null).length;
    await database.query(
      `INSERT INTO fetch_bucket VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (subgraph, bucket) DO UPDATE SET fetches = fetch_bucket.fetches + excluded.fetches,
         failures = fetch_bucket.failures + excluded.failures,
         latency_counts = ARRAY(SELECT a + b FROM unnest(fetch_bucket.latency_counts, excluded.latency_counts) AS counts (a, b))`,
      [subgraph, new Date(bucket), inside.length, failures, counts],
    );
  }
}
