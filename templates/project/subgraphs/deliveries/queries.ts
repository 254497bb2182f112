// All SQL of the deliveries domain. Functions are named for their question and ready for loaders: keys in, rows out in the order of
// the keys, one statement however many keys.
import { groupInKeyOrder, inKeyOrder } from 'gordian/kit/in-key-order';
import type { Queries } from 'gordian/kit/postgres';

export interface DeliveryRow {
  readonly id: string;
  readonly supplierId: string;
  readonly arrivedAt: Date;
  readonly cost: string | null;
}

const columns = 'id, supplier_id AS "supplierId", arrived_at AS "arrivedAt", cost';

export async function deliveriesById(db: Queries, ids: readonly string[]): Promise<(DeliveryRow | null)[]> {
  const rows = await db.query<DeliveryRow>(`SELECT ${columns} FROM delivery WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

/** @param after the id behind which the page begins; null: the first page */
export async function deliveryPage(db: Queries, first: number, after: string | null): Promise<DeliveryRow[]> {
  return db.query<DeliveryRow>(
    `SELECT ${columns} FROM delivery WHERE $2::text IS NULL OR id > $2 ORDER BY id LIMIT $1`,
    [first, after],
  );
}

/** The last arrivals of each supplier. */
export async function deliveriesBySupplier(
  db: Queries,
  supplierIds: readonly string[],
  first: number,
): Promise<DeliveryRow[][]> {
  const rows = await db.query<DeliveryRow>(
    `SELECT latest.* FROM unnest($1::text[]) AS wanted (wanted_id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM delivery WHERE supplier_id = wanted_id ORDER BY arrived_at DESC, id LIMIT $2
     ) AS latest`,
    [supplierIds, first],
  );
  return groupInKeyOrder(supplierIds, rows, (row) => row.supplierId);
}

/** When the last delivery arrived; null while there is none. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(arrived_at) AS at FROM delivery');
  return row!.at;
}

export async function insertDeliveries(db: Queries, rows: readonly DeliveryRow[]): Promise<void> {
  await db.query(
    `INSERT INTO delivery (id, supplier_id, arrived_at, cost)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::numeric[])`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.supplierId),
      rows.map((row) => row.arrivedAt),
      rows.map((row) => row.cost),
    ],
  );
}
