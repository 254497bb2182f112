// How a project under development stands, as lines: each process with its place, and what is wrong now.
import { textTable } from '../text-table.ts';

export interface StatusLine {
  readonly name: string;
  readonly url: string;
  readonly state: string;
}

export function statusText(lines: readonly StatusLine[], problems: ReadonlyMap<string, string>): string {
  const table = textTable(lines, { NAME: ({ name }) => name, URL: ({ url }) => url, STATE: ({ state }) => state });
  const wrong = [...problems].map(([subject, message]) => `${subject}: ${message}`);
  return `${table.trimEnd()}\n\n${wrong.length === 0 ? 'Nothing is wrong.' : wrong.join('\n')}\n`;
}
