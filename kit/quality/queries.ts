// The statements of quality checks. Identifiers come from a contract, so they are quoted; values are parameters. Every statement
// has at least one parameter: with one, Postgres takes a single statement and no second one behind a semicolon.
import type { Queries } from '../postgres.ts';
import type { QueryProbe, Scalar, TableMeasure, TableProbe } from './check.ts';

export interface Counted {
  /** Rows in all for `rowCount`, rows that fail for the others. */
  readonly counted: number;
  readonly total: number;
}

/** Without parallel workers: a check is in no hurry, and requests are. */
export async function limitCost(transaction: Queries, statementTimeoutMs: number): Promise<void> {
  await transaction.query(
    `SELECT set_config('statement_timeout', $1, true), set_config('max_parallel_workers_per_gather', '0', true)`,
    [String(statementTimeoutMs)],
  );
}

export async function count(transaction: Queries, { table, measure }: TableProbe): Promise<Counted> {
  const { expression, values } = countingOf(measure);
  const [row] = await transaction.query<Counted>(
    `SELECT ${expression} AS counted, count(*) AS total FROM ${quotedName(table)} WHERE $1::boolean`,
    [true, ...values],
  );
  return row!;
}

/** @returns the rows of the query, two at most; what is not a single SELECT is a syntax error, whatever it does */
export function answersOf(transaction: Queries, { text }: QueryProbe): Promise<Record<string, Scalar>[]> {
  const query = text.replace(/[;\s]+$/, '');
  return transaction.query(`SELECT rule.* FROM (\n${query}\n) AS rule (value) LIMIT $1`, [2]);
}

interface Counting {
  readonly expression: string;
  /** From $2 on. */
  readonly values: readonly unknown[];
}

function countingOf(measure: TableMeasure): Counting {
  switch (measure.metric) {
    case 'rowCount':
      return { expression: 'count(*)', values: [] };
    case 'nullValues':
      return { expression: countWhere(`${quoted(measure.column)} IS NULL`), values: [] };
    case 'missingValues':
      return missing(quoted(measure.column), measure.missing);
    case 'invalidValues':
      return invalid(quoted(measure.column), measure.valid, measure.pattern);
    case 'duplicateValues':
      return duplicates(measure.columns.map(quoted));
  }
}

function missing(column: string, values: readonly Scalar[]): Counting {
  const nulls = values.includes(null) ? `${column} IS NULL OR ` : '';
  return { expression: countWhere(`${nulls}${isAmong(column)}`), values: asLists(values) };
}

/** Null is not invalid: `nullValues` counts it. */
function invalid(column: string, valid: readonly Scalar[] | null, pattern: string | null): Counting {
  const values: unknown[] = valid === null ? [] : asLists(valid);
  const conditions = valid === null ? [] : [isAmong(column)];
  if (pattern !== null) {
    values.push(pattern);
    conditions.push(`${column}::text ~ $${values.length + 1}`);
  }
  return { expression: countWhere(`${column} IS NOT NULL AND NOT (${conditions.join(' AND ')})`), values };
}

/** Rows whose values another row has already; rows with a null are never equal, as in a unique key. */
function duplicates(columns: readonly string[]): Counting {
  const isWhole = columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const distinct = columns.length === 1 ? columns[0]! : `(${columns.join(', ')})`;
  return {
    expression: `${countWhere(isWhole)} - count(DISTINCT ${distinct}) FILTER (WHERE ${isWhole})`,
    values: [],
  };
}

/** A value as JSON has it, so that 0 is 0.00; or as text, so that "0" is 0. */
function isAmong(column: string): string {
  return `(to_jsonb(${column}) = ANY ($2::jsonb[]) OR ${column}::text = ANY ($3::text[]))`;
}

function asLists(values: readonly Scalar[]): [string[], string[]] {
  const given = values.filter((value) => value !== null);
  return [given.map((value) => JSON.stringify(value)), given.map(String)];
}

function countWhere(condition: string): string {
  return `count(*) FILTER (WHERE ${condition})`;
}

function quotedName(parts: readonly string[]): string {
  return parts.map(quoted).join('.');
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
