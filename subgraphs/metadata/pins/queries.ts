// The SQL of pins: which range of a contract's versions a consumer relies on.
import type { Queries } from '../../../kit/postgres.ts';

export interface PinRow {
  readonly contractId: number;
  readonly productUrn: string;
  readonly consumer: string;
  readonly range: string;
  readonly pinnedBy: string;
  readonly pinnedAt: Date;
}

const columns = `pin.contract_id AS "contractId", product.urn AS "productUrn", pin.consumer, pin.range,
  pin.pinned_by AS "pinnedBy", pin.pinned_at AS "pinnedAt"`;
const from = `FROM contract_pin AS pin JOIN contract ON contract.id = pin.contract_id JOIN product ON product.id = contract.product_id`;

export function pinsOfProducts(database: Queries, urns: readonly string[]): Promise<PinRow[]> {
  return database.query(`SELECT ${columns} ${from} WHERE product.urn = ANY ($1) ORDER BY pin.consumer`, [urns]);
}

export function pinsOfContracts(database: Queries, contractIds: readonly number[]): Promise<PinRow[]> {
  return database.query(`SELECT ${columns} ${from} WHERE pin.contract_id = ANY ($1) ORDER BY pin.consumer`, [
    contractIds,
  ]);
}

/** One of each consumer: a new range takes the place of the former one. */
export async function savePin(transaction: Queries, pin: Omit<PinRow, 'productUrn'>): Promise<void> {
  await transaction.query(
    `INSERT INTO contract_pin (contract_id, consumer, range, pinned_by, pinned_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (contract_id, consumer) DO UPDATE
     SET range = excluded.range, pinned_by = excluded.pinned_by, pinned_at = excluded.pinned_at`,
    [pin.contractId, pin.consumer, pin.range, pin.pinnedBy, pin.pinnedAt],
  );
}

/** @returns false when there was none */
export async function deletePin(transaction: Queries, contractId: number, consumer: string): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM contract_pin WHERE contract_id = $1 AND consumer = $2 RETURNING consumer',
    [contractId, consumer],
  );
  return rows.length > 0;
}

export interface PinnableVersion {
  readonly contractId: number;
  readonly version: string;
  readonly isRegistered: boolean;
  readonly isInForce: boolean;
  /** Of a registered version when it was registered, of one that is proposed the deadline. */
  readonly at: Date;
}

export function pinnableVersions(database: Queries, contractIds: readonly number[]): Promise<PinnableVersion[]> {
  return database.query(
    `SELECT version.contract_id AS "contractId", version.version, true AS "isRegistered",
       version.version = contract.current_version AS "isInForce", version.registered_at AS at
     FROM contract_version AS version JOIN contract ON contract.id = version.contract_id WHERE contract.id = ANY ($1)
     UNION ALL
     SELECT contract_id, version, false, false, deadline FROM change_proposal
     WHERE contract_id = ANY ($1) AND state IN ('PENDING', 'APPROVED', 'REJECTED')`,
    [contractIds],
  );
}
