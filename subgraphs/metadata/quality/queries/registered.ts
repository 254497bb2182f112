// The SQL that makes the quality checks those of the contracts in force.
import type { Queries } from '../../../../kit/postgres.ts';
import { ownEngine } from '../check-row.ts';
import type { RegisteredCheck } from '../registered-checks.ts';
import { publicId } from './checks.ts';

/** What a contract may change without making another check of it. */
const described = [
  'schedule',
  'element',
  'type',
  'metric',
  'engine',
  'name',
  'description',
  'dimension',
  'severity',
  'expectation',
  'implementation',
];
const describedIn = (table: string) => described.map((column) => `${table}.${column}`).join(', ');

const wanted = `wanted AS (
  SELECT product.id AS product_id, c.rule, c.definition, ${describedIn('c')}
  FROM jsonb_to_recordset($1) AS c ("productUrn" text, rule text, definition jsonb, schedule text, element text, type text,
    metric text, engine text, name text, description text, dimension text, severity text, expectation text, implementation jsonb)
  JOIN product ON product.urn = c."productUrn"
)`;

/**
 * Checks of all contracts in force. One whose definition changed is retired and begins anew; a new one is due at once.
 * @returns the ids of those that no contract has any more
 */
export async function replaceChecks(
  transaction: Queries,
  checks: readonly RegisteredCheck[],
  now: Date,
): Promise<string[]> {
  const values = [JSON.stringify(checks), now];
  await transaction.query('SELECT FROM quality_check WHERE retired_at IS NULL ORDER BY id FOR UPDATE');
  const gone = await transaction.query<{ checkId: string }>(
    `WITH ${wanted}, retired AS (
       UPDATE quality_check SET retired_at = $2 WHERE retired_at IS NULL AND (product_id, rule, definition) NOT IN (
         SELECT product_id, rule, definition FROM wanted
       ) RETURNING product_id, rule
     )
     SELECT ${publicId('retired')} AS "checkId" FROM retired JOIN product ON product.id = retired.product_id
     WHERE (retired.product_id, retired.rule) NOT IN (SELECT product_id, rule FROM wanted)`,
    values,
  );
  await transaction.query(
    `WITH ${wanted}
     INSERT INTO quality_check (product_id, rule, definition, ${described.join(', ')}, due_at)
     SELECT product_id, rule, definition, ${describedIn('wanted')}, CASE WHEN engine = '${ownEngine}' THEN $2::timestamptz END
     FROM wanted
     ON CONFLICT (product_id, rule) WHERE retired_at IS NULL DO UPDATE SET
       (${described.join(', ')}) = ROW (${describedIn('excluded')}),
       due_at = CASE WHEN quality_check.schedule = excluded.schedule THEN quality_check.due_at ELSE excluded.due_at END
     WHERE (${describedIn('quality_check')}) IS DISTINCT FROM (${describedIn('excluded')})`,
    values,
  );
  return gone.map(({ checkId }) => checkId);
}
