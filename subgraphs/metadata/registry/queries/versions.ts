// The SQL of which versions there are, and of what each changed.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Bump } from '../../../../schema/contract-changes/contract-change.ts';
import { type FieldRow, fieldColumns, type VersionKey } from '../../catalogue/queries.ts';
import type { JudgedChange } from '../verdict/judged-change.ts';

export interface LatestVersion {
  /** `orders/orders` */
  readonly product: string;
  readonly version: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
}

/** Of every product the version registered last. */
export function latestVersions(database: Queries): Promise<LatestVersion[]> {
  return database.query(
    `SELECT replace(product.urn, 'gordian:product:', '') AS product, latest.version,
       latest.registered_at AS "registeredAt", latest.registered_by AS "registeredBy"
     FROM contract JOIN product ON product.id = contract.product_id CROSS JOIN LATERAL (
       SELECT version, registered_at, registered_by FROM contract_version WHERE contract_id = contract.id ORDER BY ord DESC LIMIT 1
     ) AS latest WHERE contract.port = 'graphql'`,
  );
}

export interface NewChanges {
  readonly productUrn: string;
  readonly version: string;
  readonly changes: readonly JudgedChange[];
}

/** The versions must exist. */
export async function saveChanges(transaction: Queries, versions: readonly NewChanges[]): Promise<void> {
  await transaction.query(
    `INSERT INTO contract_change (contract_id, version, seq, coordinate, axis, kind, severity, before, after, message, verdict, affected)
     SELECT contract.id, v.version, change.seq, c.coordinate, c.axis, c.kind, c.severity, c.before, c.after, c.message, c.verdict, c.affected
     FROM jsonb_to_recordset($1) AS v ("productUrn" text, version text, changes jsonb)
     JOIN product ON product.urn = v."productUrn" JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
     CROSS JOIN LATERAL jsonb_array_elements(v.changes) WITH ORDINALITY AS change (value, seq)
     CROSS JOIN LATERAL jsonb_to_record(change.value) AS c (coordinate text, axis text, kind text, severity text, before jsonb,
       after jsonb, message text, verdict text, affected jsonb)`,
    [JSON.stringify(versions)],
  );
}

const wantedVersions = `unnest($1::int[], $2::text[]) AS wanted (contract_id, version)`;

function keyValues(keys: readonly VersionKey[]): [number[], string[]] {
  return [keys.map(({ contractId }) => contractId), keys.map(({ version }) => version)];
}

export interface ChangeRow extends JudgedChange, VersionKey {}

/** Of each version what it changed, or what it and all after `since` did, in their order; at most `first` of each. */
export function changesOfVersions(
  database: Queries,
  keys: readonly VersionKey[],
  { since, first }: { readonly since: string | null; readonly first: number },
): Promise<ChangeRow[]> {
  return database.query(
    `SELECT wanted.contract_id AS "contractId", wanted.version, item.*
     FROM ${wantedVersions}
     JOIN contract_version AS latest ON latest.contract_id = wanted.contract_id AND latest.version = wanted.version
     LEFT JOIN contract_version AS since ON since.contract_id = wanted.contract_id AND since.version = $3
     CROSS JOIN LATERAL (
       SELECT change.coordinate, change.axis, change.kind, change.severity, change.before, change.after, change.message,
         change.verdict, change.affected
       FROM contract_version AS step JOIN contract_change AS change
         ON change.contract_id = step.contract_id AND change.version = step.version
       WHERE step.contract_id = wanted.contract_id AND step.ord > coalesce(since.ord, latest.ord - 1) AND step.ord <= latest.ord
       ORDER BY step.ord, change.seq LIMIT $4
     ) AS item`,
    [...keyValues(keys), since, first],
  );
}

/** The fields of the product when the version came into force first. */
export function fieldsOfVersions(database: Queries, keys: readonly VersionKey[]): Promise<(FieldRow & VersionKey)[]> {
  return database.query(
    `SELECT wanted.contract_id AS "contractId", wanted.version, item.*
     FROM ${wantedVersions}
     JOIN contract ON contract.id = wanted.contract_id
     JOIN contract_version AS version ON version.contract_id = wanted.contract_id AND version.version = wanted.version
     CROSS JOIN LATERAL (
       SELECT ${fieldColumns} FROM field WHERE field.product_id = contract.product_id
         AND valid_from <= version.registered_at AND valid_to > version.registered_at
     ) AS item ORDER BY item.coordinate`,
    keyValues(keys),
  );
}

export interface Lasting extends VersionKey {
  readonly requiredBump: Bump;
  readonly baseVersion: string | null;
  /** When the next one took its place, or will: the deadline of the proposal that would replace it. */
  readonly sunsetAt: Date | null;
}

export function lastingOfVersions(database: Queries, keys: readonly VersionKey[]): Promise<Lasting[]> {
  return database.query(
    `SELECT version.contract_id AS "contractId", version.version, version.required_bump AS "requiredBump",
       version.base_version AS "baseVersion", coalesce(
         (SELECT min(registered_at) FROM contract_version AS next
          WHERE next.contract_id = version.contract_id AND next.ord > version.ord),
         (SELECT min(deadline) FROM change_proposal AS proposal
          WHERE proposal.contract_id = version.contract_id AND proposal.base_version = version.version AND state = 'APPROVED')
       ) AS "sunsetAt"
     FROM contract_version AS version JOIN ${wantedVersions}
       ON wanted.contract_id = version.contract_id AND wanted.version = version.version`,
    keyValues(keys),
  );
}
