// A table as CSV by RFC 4180. Spreadsheets run what begins like a formula, so such texts get an apostrophe before them.

import type { Cell, ResultTable } from './result-tables.ts';

const lineEnd = '\r\n';

export function asCsv({ columns, rows }: ResultTable): string {
  return [columns, ...rows].map((row) => `${row.map(fieldOf).join(',')}${lineEnd}`).join('');
}

function fieldOf(cell: Cell | undefined): string {
  const text = typeof cell === 'string' ? harmless(cell) : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const formula = /^[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/;
/** Amounts are texts in JSON, and a negative one is no formula. */
const plainNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

function harmless(text: string): string {
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}
