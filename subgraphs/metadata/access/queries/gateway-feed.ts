// The SQL of what gateways follow: which grants and broken glasses are live, and what gateways tell of them.
import type { Queries } from '../../../../kit/postgres.ts';
import type { GrantOutcome } from './requests.ts';

/** Of the notifications below. */
export const grantsChannel = 'metadata_grants';

/** Raises the version, which makes writers wait for each other, so that versions are in the order of their commits. */
export async function tellGateways(transaction: Queries): Promise<void> {
  await transaction.query('UPDATE grants_version SET version = version + 1');
  await transaction.query('SELECT pg_notify($1, $2)', [grantsChannel, '']);
}

/** Another value after every change of what is granted, and of what the contracts say. */
export async function grantsState(database: Queries): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `SELECT concat_ws('.', (SELECT version FROM grants_version), (SELECT max(seq) FROM publication)) AS state`,
  );
  return row!.state;
}

export interface LiveGrantRow {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly targets: readonly string[];
  /** Null for a broken glass: it needs nobody's agreement. */
  readonly openings: readonly string[] | null;
  /** Of the openings, those that only the policies have agreed to. */
  readonly byPolicy: readonly string[];
  readonly outcome: GrantOutcome;
  /** Null for a broken glass. */
  readonly purpose: string | null;
  /** Seconds since the epoch. */
  readonly validUntil: number;
  /** Of a broken glass; null for a grant. */
  readonly ticket: string | null;
}

export interface LiveGrants {
  readonly state: string;
  readonly grants: readonly LiveGrantRow[];
}

/** As of one instant: the state says exactly what the list holds. */
export async function liveGrants(database: Queries, now: Date): Promise<LiveGrants> {
  const [row] = await database.query<LiveGrants>(
    `SELECT concat_ws('.', (SELECT version FROM grants_version), (SELECT max(seq) FROM publication)) AS state,
       coalesce((SELECT jsonb_agg(held) FROM (
         SELECT id, issuer, subject, targets, openings, by_policy AS "byPolicy", outcome, purpose,
           extract(epoch FROM valid_until)::float8 AS "validUntil", NULL AS ticket
         FROM access_grant WHERE revoked_at IS NULL AND valid_until > $1
         UNION ALL
         SELECT id, issuer, subject, targets, NULL, '{}', 'ALLOW', NULL, extract(epoch FROM valid_until)::float8, ticket
         FROM break_glass WHERE ended_at IS NULL AND valid_until > $1
       ) AS held), '[]') AS grants`,
    [now],
  );
  return row!;
}

/** The first gateway that says so counts. */
export async function saveEffective(database: Queries, ids: readonly string[], at: Date): Promise<void> {
  for (const table of ['access_grant', 'break_glass'])
    await database.query(`UPDATE ${table} SET effective_at = $2 WHERE id = ANY($1) AND effective_at IS NULL`, [
      ids,
      at,
    ]);
}

export interface Use {
  readonly id: string;
  readonly at: Date;
}

export async function saveUses(database: Queries, uses: readonly Use[]): Promise<void> {
  for (const table of ['access_grant', 'break_glass'])
    await database.query(
      `UPDATE ${table} AS held SET last_used = greatest(held.last_used, used.at)
       FROM unnest($1::text[], $2::timestamptz[]) AS used (id, at) WHERE held.id = used.id`,
      [uses.map(({ id }) => id), uses.map(({ at }) => at)],
    );
}
