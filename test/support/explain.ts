// How Postgres goes about the statements of a piece of work: each is explained with its own values just before it runs, so
// that a missing index fails a test and not a customer. Fill the tables first and ANALYZE them: on small ones Postgres is
// right to read everything.
import { expect } from 'vitest';
import type { Database, Queries } from '../../kit/postgres.ts';

/** From here on a table is one that no hot statement may read from end to end. */
const largeTableRows = 10_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Fails when a statement that `run` sends through this database, in a transaction or not, reads a large table from end to
 * end, and when it sends none.
 */
export async function expectNoSequentialScan(database: Database, run: () => Promise<unknown>): Promise<void> {
  const explained: { readonly statement: string; readonly scanned: readonly string[] }[] = [];
  const explaining = (queries: Queries): Queries => ({
    query: async (text, values) => {
      if (isExplainable(text)) explained.push({ statement: text, scanned: await scannedTables(queries, text, values) });
      return queries.query(text, values);
    },
  });
  await watched(database, explaining, run);
  const large = await largeTables(database);
  const scans = explained.flatMap(({ statement, scanned }) => {
    const tables = scanned.filter((table) => large.has(table));
    return tables.length === 0 ? [] : [{ tables, statement }];
  });
  expect(scans, 'statements that read a large table from end to end').toEqual([]);
  expect(explained.length, 'statements that were explained').toBeGreaterThan(0);
}

/** Whoever holds the database sends through `explaining` for as long as `run` takes. */
async function watched(
  database: Database,
  explaining: (queries: Queries) => Queries,
  run: () => Promise<unknown>,
): Promise<void> {
  const mutable = database as { -readonly [Member in keyof Database]: Database[Member] };
  const { query, transaction } = database;
  mutable.query = explaining({ query }).query;
  mutable.transaction = (work) => transaction((inside) => work(explaining(inside)));
  try {
    await run();
  } finally {
    Object.assign(mutable, { query, transaction });
  }
}

function isExplainable(text: string): boolean {
  return /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i.test(text);
}

async function scannedTables(queries: Queries, text: string, values?: readonly unknown[]): Promise<string[]> {
  const [row] = await queries.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  return nodesOf(row!['QUERY PLAN'][0]!.Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name']!);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function largeTables(database: Database): Promise<Set<string>> {
  const rows = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND reltuples >= $1`,
    [largeTableRows],
  );
  return new Set(rows.map(({ name }) => name));
}
