// A table as CSV by RFC 4180. Spreadsheets run what begins like a formula, and where commas are decimal they split the same file at
// semicolons or tabs, whatever is in quotes. So in a text an apostrophe comes before each formula sign that is the first character
// after its beginning, a semicolon, a tab or a line end; blanks, invisible characters and quotes do not count, as readers drop them.
// A text that is one plain number, such as -1.5, stays as it is.

import type { Cell, ResultTable } from './result-tables.ts';

const lineEnd = '\r\n';

export function asCsv({ columns, rows }: ResultTable): string {
  return [columns, ...rows].map((row) => `${row.map(fieldOf).join(',')}${lineEnd}`).join('');
}

function fieldOf(cell: Cell | undefined): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  const text = plainNumber.test(cell) ? cell : harmless(cell);
  return plainText.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Amounts are texts in JSON, and a negative one is no formula. */
const plainNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
/** In quotes is more than has to be: without the comma, a number before it and an operator in this text would be one formula. */
const plainText = /^[\p{L}\p{N} _.:@'-]*$/u;

/** What may stand before a formula sign, as far back as it goes; the full-width signs are those of East Asian keyboards. */
const beforeSign = /(?<![\s\p{C}";])[\s\p{C}";]*(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20])/gu;

function harmless(text: string): string {
  return text.replace(beforeSign, (gap, at: number) => (at === 0 || /[;\t\r\n]/.test(gap) ? `${gap}'` : gap));
}
