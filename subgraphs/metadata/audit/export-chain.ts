// The chain as NDJSON, for whoever wants to keep or check it elsewhere: entries in their order, each decision set before the first
// entry that refers to it, and at last a line that says where the chain ended, so that a copy that was cut off is known.
import type { Queries } from '../../../kit/postgres.ts';
import { entriesFrom, head, type StoredEntry, setsByHash } from './queries.ts';

const pageSize = 500;

export async function* exportLines(
  database: Queries,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<string> {
  const end = await head(database);
  const last = Math.min(to, end.seq);
  const told = new Set<string>();
  for (let next = from; next <= last; ) {
    const entries = await entriesFrom(database, { from: next, to: last, limit: pageSize });
    if (entries.length === 0) break;
    yield (await newSets(database, entries, told)) + entries.map(lineOf).join('');
    next = entries.at(-1)!.seq + 1;
  }
  yield `${JSON.stringify({ end: { from, to: last, head: end } })}\n`;
}

async function newSets(database: Queries, entries: readonly StoredEntry[], told: Set<string>): Promise<string> {
  const hashes = new Set(entries.flatMap(({ shown }) => (shown === null || told.has(shown) ? [] : shown)));
  if (hashes.size === 0) return '';
  for (const hash of hashes) told.add(hash);
  const sets = await setsByHash(database, [...hashes]);
  return sets.map((set) => `${JSON.stringify({ decisions: set })}\n`).join('');
}

function lineOf(entry: StoredEntry): string {
  return `${JSON.stringify({ entry })}\n`;
}
