// The only door to Postgres: a pool with time limits everywhere, whose lost connections never end the process, and whose
// errors are GordianErrors. Exact values stay exact: numeric and date are strings, timestamptz is Date, int8 a safe number.

import pg from 'pg';
import { type Channels, createChannels } from './postgres-channel.ts';
import { databaseError } from './postgres-errors.ts';

/** Anything that runs statements: the database, or one transaction. Question functions take this. */
export interface Queries {
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  /** Commits when `work` resolves, rolls back when it rejects; the rejection passes through. */
  transaction<Result>(work: (transaction: Queries) => Promise<Result>): Promise<Result>;
  /** Whatever writes is refused (25006), and what `work` sets is undone: it rolls back in any case. */
  readOnly<Result>(work: (transaction: Queries) => Promise<Result>): Promise<Result>;
  /** The same database, whose rows pass through a reader. */
  readingBy(read: ReadRows): Database;
  /** What is sent to a channel (`pg_notify`); see {@link Channels.listen}. */
  readonly listen: Channels['listen'];
  /** Rejects with DATABASE_UNAVAILABLE when the server does not answer. */
  ping(): Promise<void>;
  /** Waits for running statements, then closes. May be called twice. */
  close(): Promise<void>;
}

/** Told with each result what statement it is of, and where Postgres took each column from. */
export type ReadRows = <Row extends object>(text: string, columns: readonly pg.FieldDef[], rows: Row[]) => Row[];

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections?: number;
  readonly connectionTimeoutMs?: number;
  /** 0 = no limit, for migrations and seeds. */
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly idleInTransactionTimeoutMs?: number;
  /** Called before each statement with its text, never its values, so that tests can count. BEGIN and COMMIT are not reported. */
  readonly onQuery?: (text: string) => void;
}

export function createDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options);
  const channels = createChannels({
    connectionString: options.url,
    application_name: `${options.applicationName}-listen`,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 5_000,
    query_timeout: options.connectionTimeoutMs ?? 5_000,
  });
  const report = options.onQuery ?? ignore;
  let closing: Promise<void> | null = null;
  const close = () => {
    channels.close();
    closing ??= pool.end();
    return closing;
  };

  const reading = (read: ReadRows): Database => {
    const queriesOf = (target: pg.Pool | pg.PoolClient): Queries => ({
      query: async (text, values) => {
        report(text);
        return run(target, text, values, read);
      },
    });
    return {
      ...queriesOf(pool),
      transaction: (work) => inTransaction(pool, { begin: 'BEGIN', end: 'COMMIT' }, queriesOf, work),
      readOnly: (work) => inTransaction(pool, { begin: 'BEGIN READ ONLY', end: 'ROLLBACK' }, queriesOf, work),
      readingBy: reading,
      listen: channels.listen,
      ping: async () => {
        await run(pool, 'SELECT 1');
      },
      close,
    };
  };
  return reading(asTheyAre);
}

const asTheyAre: ReadRows = (_text, _columns, rows) => rows;

function createPool(options: DatabaseOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs ?? 3_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
    // The server enforces the statement limit; this one is for a server that no longer answers at all.
    ...(statementTimeoutMs > 0 ? { query_timeout: statementTimeoutMs + 2_000 } : {}),
    types: exactTypes,
  });
  // A server restart raises `error` on idle clients (through the pool) and on clients that are checked out. Without a
  // listener on both, Node ends the process. The statement that meets the broken connection reports the fault.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

async function inTransaction<Result>(
  pool: pg.Pool,
  { begin, end }: { readonly begin: string; readonly end: string },
  queriesOf: (client: pg.PoolClient) => Queries,
  work: (transaction: Queries) => Promise<Result>,
): Promise<Result> {
  const client = await checkOut(pool);
  let broken = false;
  try {
    await run(client, begin);
    const result = await work(queriesOf(client));
    await run(client, end);
    return result;
  } catch (error) {
    broken = !(await rolledBack(client));
    throw error;
  } finally {
    // A connection in an unknown state is destroyed, not handed to the next request.
    client.release(broken);
  }
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw databaseError(error);
  }
}

async function run<Row extends object>(
  target: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[] = [],
  read: ReadRows = asTheyAre,
): Promise<Row[]> {
  try {
    const result = await target.query<Row>(text, [...values]);
    return read(text, result.fields, result.rows);
  } catch (error) {
    throw databaseError(error, text);
  }
}

function ignore(): void {}

const { builtins } = pg.types;
const textArrayOid = 1009;
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text') => (text: string) => unknown;
const textArray = parserOf(textArrayOid) as (text: string) => (string | null)[];
const arrayOf = (parse: (text: string) => unknown) => (text: string) =>
  textArray(text).map((item) => (item === null ? null : parse(item)));
const asText = (text: string) => text;

/** Past 2^53 a number would be silently wrong, so it stays text. */
function safeInteger(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

const int8ArrayOid = 1016;
const dateArrayOid = 1182;
const numericArrayOid = 1231;

const exactParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: safeInteger,
  [builtins.DATE]: asText,
  [builtins.TIMESTAMP]: asText,
  [int8ArrayOid]: arrayOf(safeInteger),
  [dateArrayOid]: arrayOf(asText),
  [numericArrayOid]: arrayOf(asText),
};

const exactTypes = {
  getTypeParser: ((oid: number, format?: 'text') =>
    exactParsers[oid] ?? parserOf(oid, format)) as typeof pg.types.getTypeParser,
};
