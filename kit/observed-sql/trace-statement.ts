// The columns of tables behind a statement: those that its result hands on, and those that only decide which rows there are.
// Where a value comes from as it is, Postgres says with every result; of what is computed, and of conditions, the plan tells.
import { GordianError } from '../errors.ts';
import type { Database, Queries } from '../postgres.ts';
import { type CatalogueColumn, columnsOfTables, planOf } from './queries.ts';
import { type Column, type PlanNode, type PlannedColumns, readPlan, tablesIn } from './read-plan.ts';
import type { ObservedStatement } from './statement.ts';

/** By the place in the result. */
export type TracedStatement = PlannedColumns;

export async function traceStatement(
  database: Pick<Database, 'readOnly'>,
  statement: ObservedStatement,
): Promise<TracedStatement> {
  const plan = await planned(database, statement);
  return database.readOnly(async (transaction) => {
    const ids = new Set(statement.columns.map(({ tableId }) => tableId));
    const columns = await columnsOfTables(transaction, [...ids], plan ? tablesIn(plan) : []);
    return traced(statement, plan, columns);
  });
}

/** Null for what cannot be explained: by a server before 16, or because of what it is. Then only plain columns are known. */
async function planned(database: Pick<Database, 'readOnly'>, { text }: ObservedStatement): Promise<PlanNode | null> {
  // Without values a text may hold several statements, and EXPLAIN would be about the first one alone.
  if (text.includes(';')) return null;
  try {
    return await database.readOnly((transaction: Queries) => planOf(transaction, text));
  } catch (error) {
    if (error instanceof GordianError && error.code !== 'DATABASE_UNAVAILABLE') return null;
    throw error;
  }
}

function traced(
  { columns }: ObservedStatement,
  plan: PlanNode | null,
  catalogue: readonly CatalogueColumn[],
): TracedStatement {
  const byNumber = new Map(catalogue.map((one) => [`${one.tableId}.${one.columnId}`, one]));
  const { outputs, conditions } = plan ? readPlan(plan, columnsByName(catalogue)) : { outputs: [], conditions: [] };
  return {
    outputs: columns.map(({ tableId, columnId, place }) => {
      const plain = byNumber.get(`${tableId}.${columnId}`);
      return plain?.isTable ? [columnOf(plain)] : (outputs[place] ?? []);
    }),
    conditions,
  };
}

function columnsByName(catalogue: readonly CatalogueColumn[]) {
  const tables = new Map<string, Map<string, Column>>();
  for (const one of catalogue) {
    const table = tables.get(one.planned) ?? new Map<string, Column>();
    tables.set(one.planned, table.set(one.column, columnOf(one)));
  }
  return (schema: string, table: string) => tables.get(`${schema}.${table}`) ?? new Map<string, Column>();
}

function columnOf({ schema, table, column }: CatalogueColumn): Column {
  return { schema, table, column };
}
