// All SQL of the suppliers domain. Functions are named for their question and ready for loaders: keys in, rows out in the order of
// the keys, one statement however many keys.
import { inKeyOrder } from 'gordian/kit/in-key-order';
import type { Queries } from 'gordian/kit/postgres';

export interface SupplierRow {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly contactEmail: string | null;
  readonly updatedAt: Date;
}

const columns = 'id, name, country, contact_email AS "contactEmail", updated_at AS "updatedAt"';

export async function suppliersById(db: Queries, ids: readonly string[]): Promise<(SupplierRow | null)[]> {
  const rows = await db.query<SupplierRow>(`SELECT ${columns} FROM supplier WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

/** @param after the id behind which the page begins; null: the first page */
export async function supplierPage(db: Queries, first: number, after: string | null): Promise<SupplierRow[]> {
  return db.query<SupplierRow>(
    `SELECT ${columns} FROM supplier WHERE $2::text IS NULL OR id > $2 ORDER BY id LIMIT $1`,
    [first, after],
  );
}

/** When the newest row was written; null while there is none. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(updated_at) AS at FROM supplier');
  return row!.at;
}

export async function insertSuppliers(db: Queries, rows: readonly SupplierRow[]): Promise<void> {
  await db.query(
    `INSERT INTO supplier (id, name, country, contact_email, updated_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.country),
      rows.map((row) => row.contactEmail),
      rows.map((row) => row.updatedAt),
    ],
  );
}
