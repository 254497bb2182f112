// What commands show of objects of the graph: tables and facts for people, JSON for programs. Each ends in a newline.
import { textTable } from './text-table.ts';

/** An object, as the graph gives it. */
export type Listed = Readonly<Record<string, unknown>>;

export type GraphFormat = 'table' | 'json';

/** @param answer of a mutation: one member, which is what it made */
export function textOfOne(answer: Readonly<Record<string, Listed>>, format: GraphFormat): string {
  const made = Object.values(answer)[0]!;
  if (format === 'json') return jsonText(made);
  const facts = Object.entries(made).filter(([, value]) => !isEmpty(value));
  return facts.map(([name, value]) => `${name.padEnd(20)}${shown(value)}\n`).join('');
}

export function textOfList(
  rows: readonly Listed[],
  columns: Readonly<Record<string, string>>,
  format: GraphFormat,
): string {
  if (format === 'json') return jsonText(rows);
  const cells = Object.entries(columns).map(([title, field]) => [title, (row: Listed) => shown(row[field])] as const);
  return rows.length === 0 ? 'There are none.\n' : textTable(rows, Object.fromEntries(cells));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** Lists in a row; of what a policy said, what it said; of other things their facts. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.map(shown).join(', ') || '-';
  if (typeof value !== 'object') return String(value);
  const facts = value as Listed;
  return 'detail' in facts ? `${facts.policy}: ${facts.detail}` : Object.values(facts).map(shown).join(' ');
}
