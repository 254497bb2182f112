// Checks an export of the audit line by line: every hash is computed again, decision sets included, and the end is compared with
// the one that was seen at another time, which is how a chain that was cut off is known.
import { type AuditEntry, entryHash, firstHash, sha256 } from '../../../kit/audit-chain.ts';

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export interface ExportCheck {
  readonly entries: number;
  readonly head: ChainHead;
  /** Null when all is well. */
  readonly problem: { readonly seq: number; readonly text: string } | null;
}

type Line =
  | { readonly entry: AuditEntry & { readonly hash: string } }
  | { readonly decisions: { readonly hash: string; readonly content: string } }
  | { readonly end: { readonly head: ChainHead } };

/**
 * @param lines of an export from the first entry on
 * @param seen where the chain ended at another time
 */
export async function checkExport(lines: AsyncIterable<string>, seen: ChainHead | null): Promise<ExportCheck> {
  let head: ChainHead = { seq: 0, hash: firstHash };
  let isSeen = seen === null || seen.seq === 0;
  let end: ChainHead | null = null;
  const failed = (seq: number, text: string): ExportCheck => ({ entries: head.seq, head, problem: { seq, text } });
  for await (const text of lines) {
    const line = JSON.parse(text) as Line;
    if ('end' in line) {
      end = line.end.head;
    } else if ('decisions' in line) {
      const { hash, content } = line.decisions;
      if (sha256(content) !== hash) return failed(head.seq + 1, `the decision set ${hash} was altered`);
    } else {
      const { hash, ...entry } = line.entry;
      const place = head.seq + 1;
      if (entry.seq !== place) return failed(place, 'the entry is missing');
      if (entryHash(head.hash, entry) !== hash)
        return failed(place, 'the entry was altered, or does not follow from the one before it');
      head = { seq: place, hash };
      if (seen?.seq === place && seen.hash === hash) isSeen = true;
    }
  }
  if (end === null) return failed(head.seq + 1, 'the export was cut off: it has no last line');
  if (end.hash !== head.hash) return failed(end.seq, 'the chain ends before the place where it is known to end');
  if (!isSeen) return failed(seen!.seq, 'the entry that was the last one at another time is gone or altered');
  return { entries: head.seq, head, problem: null };
}
