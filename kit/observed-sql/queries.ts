// The statements that tell where the columns of other statements come from. They run nothing of those: EXPLAIN plans, and the
// transaction may not write.
import type { Queries } from '../postgres.ts';
import type { PlanNode, PlannedTable } from './read-plan.ts';

/** Such a plan holds for any values, and needs none. Postgres 16 and later. @throws what Postgres says against it */
export async function planOf(transaction: Queries, text: string): Promise<PlanNode> {
  const [row] = await transaction.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS OFF, FORMAT JSON) ${text}`,
  );
  return row!['QUERY PLAN'][0].Plan;
}

export interface CatalogueColumn {
  readonly tableId: number;
  readonly columnId: number;
  /** As the statement names it. */
  readonly planned: string;
  readonly schema: string;
  /** Of a partition, the table that it is a part of. */
  readonly table: string;
  readonly column: string;
  /** A view has columns, and no values of its own. */
  readonly isTable: boolean;
}

/** The columns of tables, by their numbers or by their names. */
export function columnsOfTables(
  database: Queries,
  ids: readonly number[],
  names: readonly PlannedTable[],
): Promise<CatalogueColumn[]> {
  return database.query(
    `SELECT named.oid::int8 AS "tableId", attribute.attnum AS "columnId",
       named_in.nspname || '.' || named.relname AS planned,
       namespace.nspname AS schema, relation.relname AS table, attribute.attname AS column, relation.relkind <> 'v' AS "isTable"
     FROM pg_class AS named
     JOIN pg_namespace AS named_in ON named_in.oid = named.relnamespace
     JOIN pg_class AS relation ON relation.oid = coalesce(pg_partition_root(named.oid), named.oid)
     JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
     JOIN pg_attribute AS attribute ON attribute.attrelid = named.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
     WHERE named.oid = ANY ($1::oid[]) OR (named_in.nspname, named.relname) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [ids, names.map(({ schema }) => schema), names.map(({ table }) => table)],
  );
}

export async function databaseName(database: Queries): Promise<string> {
  const [row] = await database.query<{ name: string }>('SELECT current_database() AS name');
  return row!.name;
}
