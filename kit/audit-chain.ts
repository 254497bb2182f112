// The arithmetic of the audit: what the hash of an entry, and of a line of a gateway's spool, is made of. Whoever stores entries,
// ships lines or checks an export computes the same.
import { hash } from 'node:crypto';

/** What the first entry of a chain follows on. */
export const firstHash = '0'.repeat(64);

/** An entry of the audit as it is stored and exported; times are ISO-8601 in UTC with milliseconds. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly actorKind: string;
  readonly action: string;
  readonly target: string;
  readonly requestId: string | null;
  /** The gateway whose spool it came through, and its place there; null for what the metadata service did itself. */
  readonly source: string | null;
  readonly sourceSeq: number | null;
  /** Hash of the decision set whose coordinates the actor was shown; null where nothing was shown. */
  readonly shown: string | null;
  /** JSON, byte for byte as it was appended. */
  readonly payload: string;
}

/** SHA-256 (hex) over the entry and the hash of the one before it. */
export function entryHash(previous: string, entry: AuditEntry): string {
  const { seq, at, actor, actorKind, action, target, requestId, source, sourceSeq, shown, payload } = entry;
  return sha256(
    JSON.stringify([previous, seq, at, actor, actorKind, action, target, requestId, source, sourceSeq, shown, payload]),
  );
}

/** SHA-256 (hex) over a record of a spool, its place and the hash of the one before it. */
export function recordHash(previous: string, seq: number, record: string): string {
  return sha256(`${previous} ${seq} ${record}`);
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
