// The way into the audit for everything that happens in this service: an entry is part of the transaction that does the thing,
// so neither is there without the other.
import { type AuditEntry, entryHash } from '../../../kit/audit-chain.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { callerIn } from './caller-in.ts';
import { insertEntries, lockHead, moveHead } from './queries.ts';
import { storableText } from './storable-text.ts';

export type ActorKind = 'user' | 'service' | 'anonymous' | 'gateway';

export interface AuditEvent {
  readonly at: Date;
  /** The subject of whoever did it, or the client that a service is known by. */
  readonly actor: string;
  readonly actorKind: ActorKind;
  /** A dotted name in the past tense: `registry.published`, `access.granted`. */
  readonly action: string;
  /** The URN of what it was done to: `gordian:product:orders/orders`. */
  readonly target: string;
  readonly requestId?: string | null;
  /** What else is worth knowing, as JSON; never the values of data. */
  readonly payload: object;
}

/** Call it last in the transaction: from here to its end, whoever else appends waits. */
export async function appendAudit(transaction: Queries, event: AuditEvent): Promise<void> {
  const { at, payload, requestId = null, ...named } = event;
  await appendEntries(transaction, [
    {
      ...named,
      // A subject is whatever an identity provider calls somebody.
      actor: storableText(named.actor),
      at: at.toISOString(),
      requestId,
      source: null,
      sourceSeq: null,
      shown: null,
      payload: JSON.stringify(payload),
    },
  ]);
}

/**
 * In the order given, as the next entries of the chain.
 * @returns the place of the first of them
 */
export async function appendEntries(
  transaction: Queries,
  entries: readonly Omit<AuditEntry, 'seq'>[],
): Promise<number> {
  let { seq, hash } = await lockHead(transaction);
  const firstSeq = seq + 1;
  if (entries.length === 0) return firstSeq;
  const chained = entries.map((fields) => {
    seq += 1;
    const entry = { ...fields, seq };
    const previous = hash;
    hash = entryHash(previous, entry);
    return { ...entry, ...callerIn(entry.payload), previous, hash };
  });
  await insertEntries(transaction, chained);
  await moveHead(transaction, { seq, hash });
  return firstSeq;
}
