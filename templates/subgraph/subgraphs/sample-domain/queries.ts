// All SQL of the sample-domain domain. Functions are named for their question and ready for loaders: keys in, rows out in the order of
// the keys, one statement however many keys.
import { inKeyOrder } from 'gordian/kit/in-key-order';
import type { Queries } from 'gordian/kit/postgres';

export interface SampleRecordRow {
  readonly id: string;
  readonly name: string;
  readonly note: string | null;
  readonly updatedAt: Date;
}

const columns = 'id, name, note, updated_at AS "updatedAt"';

export async function sampleRecordsById(db: Queries, ids: readonly string[]): Promise<(SampleRecordRow | null)[]> {
  const rows = await db.query<SampleRecordRow>(`SELECT ${columns} FROM sample_records WHERE id = ANY($1::text[])`, [
    ids,
  ]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

/** @param after the id behind which the page begins; null: the first page */
export async function sampleRecordPage(db: Queries, first: number, after: string | null): Promise<SampleRecordRow[]> {
  return db.query<SampleRecordRow>(
    `SELECT ${columns} FROM sample_records WHERE $2::text IS NULL OR id > $2 ORDER BY id LIMIT $1`,
    [first, after],
  );
}

/** When the newest row was written; null while there is none. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(updated_at) AS at FROM sample_records');
  return row!.at;
}

export async function insertSampleRecords(db: Queries, rows: readonly SampleRecordRow[]): Promise<void> {
  await db.query(
    `INSERT INTO sample_records (id, name, note, updated_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.note),
      rows.map((row) => row.updatedAt),
    ],
  );
}
