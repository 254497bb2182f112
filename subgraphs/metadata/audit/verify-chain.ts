// Walks the chain of the audit, a page at a time, and finds the first entry that is not what its hash says, is missing, or was
// put in. The end of the chain is held against the place where whoever appends keeps it; columns that are no part of a hash and that
// searches read, against what the hash is of.
import { entryHash, firstHash } from '../../../kit/audit-chain.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { callerIn } from './caller-in.ts';
import { callerColumnsSince, entriesFrom, hashAt, head, type StoredEntry } from './queries.ts';
import { problemOfSets } from './verify-sets.ts';

export interface Verification {
  readonly ok: boolean;
  readonly from: number;
  readonly to: number;
  readonly firstBadSeq: number | null;
  /** What is wrong, for people; null when nothing is. */
  readonly problem: string | null;
}

const pageSize = 2_000;

/** @param to what lies beyond the end of the chain counts as the end */
export async function verifyChain(database: Queries, from: number, to: number): Promise<Verification> {
  const end = await head(database);
  const last = Math.min(to, end.seq);
  const problem =
    (await firstProblem(database, from, last)) ?? (to >= end.seq ? await problemAtEnd(database, end) : null);
  const firstBadSeq = problem?.seq ?? null;
  return { ok: problem === null, from, to: last, firstBadSeq, problem: problem?.text ?? null };
}

interface ChainProblem {
  readonly seq: number | null;
  readonly text: string;
}

async function firstProblem(database: Queries, from: number, to: number): Promise<ChainProblem | null> {
  let previous = from <= 1 ? firstHash : await hashAt(database, from - 1);
  if (previous === null) return { seq: from - 1, text: 'The entry is missing.' };
  const since = await callerColumnsSince(database);
  for (let next = Math.max(from, 1); next <= to; ) {
    const entries = await entriesFrom(database, { from: next, to, limit: pageSize });
    for (const entry of entries) {
      if (entry.seq !== next) break;
      if (entry.prevHash !== previous || entry.hash !== entryHash(previous, entry))
        return { seq: next, text: 'The entry was altered, or does not follow from the one before it.' };
      const column = alteredColumn(entry, since);
      if (column) return { seq: next, text: `The ${column} that the entry is found by is not the one that it names.` };
      previous = entry.hash;
      next++;
    }
    if (entries.at(-1)?.seq !== next - 1) return { seq: next, text: 'The entry is missing.' };
  }
  return null;
}

/** Entries from before a column was kept have it empty, whatever they name. */
function alteredColumn(
  entry: StoredEntry,
  since: Awaited<ReturnType<typeof callerColumnsSince>>,
): 'issuer' | 'client' | null {
  const named = callerIn(entry.payload);
  for (const column of ['issuer', 'client'] as const) {
    const isOfBefore = entry[column] === '' && entry.seq < (since[column] ?? Number.POSITIVE_INFINITY);
    if (entry[column] !== named[column] && !isOfBefore) return column;
  }
  return null;
}

async function problemAtEnd(database: Queries, end: { seq: number; hash: string }): Promise<ChainProblem | null> {
  const lastHash = end.seq === 0 ? firstHash : await hashAt(database, end.seq);
  if (lastHash !== end.hash) return { seq: end.seq, text: 'The last entry is not the one that was appended last.' };
  const [surplus] = await entriesFrom(database, { from: end.seq + 1, to: Number.MAX_SAFE_INTEGER, limit: 1 });
  if (surplus) return { seq: surplus.seq, text: 'The entry was put in behind the end of the chain.' };
  const text = await problemOfSets(database);
  return text === null ? null : { seq: null, text };
}
