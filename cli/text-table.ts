// Rows as a person reads them at the prompt: columns as wide as they need to be, under their names.
import { alignColumns } from '../kit/columns.ts';

/** @param columns by the name of the column, what a row has there */
export function textTable<Row>(rows: readonly Row[], columns: Readonly<Record<string, (row: Row) => string>>): string {
  const names = Object.keys(columns);
  return alignColumns([names, ...rows.map((row) => names.map((name) => columns[name]!(row)))]);
}
