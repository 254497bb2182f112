// Runs a seed exactly once per schema: the rows and the mark that they are there commit together. A seed that was
// interrupted left nothing, so the next start simply runs it again.

import { GordianError } from './errors.ts';
import type { Database, Queries } from './postgres.ts';

export interface SeedInput {
  /** One transaction around the whole seed. */
  readonly database: Queries;
  /** The instant to which demo data is shifted. */
  readonly now: Date;
  /** Call it now and then, with rows done and in all. */
  readonly progress: (done: number, total: number) => void;
}

export type Seed = (input: SeedInput) => Promise<void>;

export interface SeedOnceOptions {
  /** Without a statement timeout: bulk inserts take a while on a slow machine. */
  readonly database: Database;
  readonly name: string;
  readonly now: Date;
  readonly seed: Seed;
  readonly progress: (done: number, total: number) => void;
}

/** Returns false when the seed was there already. Processes that seed at the same time wait for each other. */
export async function seedOnce(options: SeedOnceOptions): Promise<boolean> {
  try {
    return await options.database.transaction((transaction) => seedIn(transaction, options));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GordianError(
      'SEED_FAILED',
      `Seed ${options.name} failed and left nothing behind: ${reason} Start again to retry.`,
      { cause },
    );
  }
}

async function seedIn(transaction: Queries, options: SeedOnceOptions): Promise<boolean> {
  await transaction.query(`SET LOCAL lock_timeout = '120s'`);
  await transaction.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian seed'), hashtext(current_schema()))`);
  await transaction.query(
    'CREATE TABLE IF NOT EXISTS schema_seeds (name text PRIMARY KEY, seeded_at timestamptz NOT NULL DEFAULT now())',
  );
  const done = await transaction.query('SELECT name FROM schema_seeds WHERE name = $1', [options.name]);
  if (done.length > 0) return false;

  await options.seed({ database: transaction, now: options.now, progress: options.progress });
  await transaction.query('INSERT INTO schema_seeds (name) VALUES ($1)', [options.name]);
  return true;
}
