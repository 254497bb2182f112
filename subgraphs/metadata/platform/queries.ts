// The SQL of how the platform is doing: one statement for each question, each about what ended in the window.
import type { Queries } from '../../../kit/postgres.ts';
import type { Window } from '../usage/queries/traffic.ts';

/** Half of the proposals that were published took no longer. Null: none was. */
export function proposalLeadTime(database: Queries, window: Window): Promise<number | null> {
  return numberOf(
    database,
    `SELECT ${median('closed_at - proposed_at')} AS value FROM change_proposal
     WHERE closed_at >= $1 AND closed_at < $2 AND state IN ('PUBLISHED', 'FORCED')`,
    window,
  );
}

/** From the first version of a contract to the first request for a field of its product, of those whose first request is in the window. */
export function timeToFirstConsumer(database: Queries, window: Window): Promise<number | null> {
  return numberOf(
    database,
    `SELECT ${median('first_use - published_at')} AS value FROM (
       SELECT min(version.registered_at) AS published_at, (
         SELECT min(seen.first_seen) FROM field
         JOIN operation_field AS touched ON touched.coordinate = field.coordinate
         JOIN usage_seen AS seen ON seen.operation_id = touched.operation_id
         WHERE field.product_id = contract.product_id AND field.valid_to = 'infinity'
       ) AS first_use
       FROM contract JOIN contract_version AS version ON version.contract_id = contract.id AND version.ord = 1
       GROUP BY contract.product_id
     ) AS product WHERE first_use >= $1 AND first_use < $2 AND first_use >= published_at`,
    window,
  );
}

/** Passed among those that came to a result; a check that could not run has said nothing. */
export function contractTestPassRate(database: Queries, window: Window): Promise<number | null> {
  return numberOf(
    database,
    `SELECT avg((outcome = 'PASS')::int)::float8 AS value FROM quality_result
     WHERE at >= $1 AND at < $2 AND outcome IN ('PASS', 'FAIL')`,
    window,
  );
}

/** The mean time from opening to resolution, in seconds, of the incidents that were resolved. */
export function incidentRepairTime(database: Queries, window: Window): Promise<number | null> {
  return numberOf(
    database,
    `SELECT avg(${seconds('resolved_at - opened_at')})::float8 AS value FROM incident
     WHERE resolved_at >= $1 AND resolved_at < $2`,
    window,
  );
}

/** Of requests that somebody or a policy has decided; what was cancelled or has lapsed was never answered. */
export function accessRequestTime(database: Queries, window: Window): Promise<number | null> {
  return numberOf(
    database,
    `SELECT ${median('decided_at - requested_at')} AS value FROM access_request
     WHERE decided_at >= $1 AND decided_at < $2 AND state IN ('APPROVED', 'DENIED')`,
    window,
  );
}

/** The share of the products that promise anything about their service. */
export function promisingProducts(database: Queries): Promise<number | null> {
  return numberOf(
    database,
    `SELECT avg(EXISTS (SELECT FROM sla WHERE product_id = product.id AND retired_at IS NULL)::int)::float8 AS value FROM product`,
  );
}

const seconds = (interval: string) => `extract(epoch FROM ${interval})`;
const median = (interval: string) => `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${seconds(interval)})::float8`;

async function numberOf(database: Queries, statement: string, window?: Window): Promise<number | null> {
  const parameters = window ? [window.from, window.to] : [];
  const [row] = await database.query<{ readonly value: number | null }>(statement, parameters);
  return row!.value;
}
