// The instant that the demo's data is shifted to. Kept in the database it is about, so that a seed which stops half-way
// goes on with the same dates, and all domains agree.
import type { Database } from './postgres.ts';

/** @param database as a role that may create tables in the schema public
 *  @returns the instant of the first call on this database; `now` when this is it */
export async function demoInstant(database: Database, now: Date): Promise<Date> {
  return database.transaction(async (db) => {
    await db.query(
      'create table if not exists public.gordian_demo (only_row boolean primary key default true check (only_row), instant timestamptz not null)',
    );
    await db.query('insert into public.gordian_demo (instant) values ($1) on conflict do nothing', [now]);
    const [row] = await db.query<{ instant: Date }>('select instant from public.gordian_demo');
    return row!.instant;
  });
}
