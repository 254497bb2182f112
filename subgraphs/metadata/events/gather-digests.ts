// Makes one webhook of what waits for each digest that is due. Where nothing has happened nothing is sent.
import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { nextDigestAt } from './digest-time.ts';
import { insertDeliveries } from './queries/deliveries.ts';
import { type DueDigest, lockDueDigests, moveDigest, takeEntries } from './queries/digests.ts';

/** Subscriptions of one transaction. */
const batchSize = 20;
/** More nobody reads; `omitted` says how many there are. */
const maxEvents = 500;

/** Until none is due. */
export async function gatherDigests(database: Database, now: () => Date): Promise<void> {
  let gathered = batchSize;
  while (gathered === batchSize)
    gathered = await database.transaction((transaction) => gatherBatch(transaction, now()));
}

async function gatherBatch(transaction: Queries, now: Date): Promise<number> {
  const due = await lockDueDigests(transaction, now, batchSize);
  for (const digest of due) await gather(transaction, digest, now);
  return due.length;
}

async function gather(transaction: Queries, { subscriptionId, digest, timeZone }: DueDigest, now: Date): Promise<void> {
  const events = await takeEntries(transaction, subscriptionId);
  await moveDigest(transaction, subscriptionId, nextDigestAt(digest, timeZone, now));
  if (events.length === 0) return;
  const body = JSON.stringify({
    type: 'changes.digest',
    timestamp: now.toISOString(),
    data: {
      subscription: subscriptionId,
      digest,
      // The latest ones: what came before is in the catalogue.
      events: events.slice(-maxEvents).map((event) => JSON.parse(event)),
      omitted: Math.max(0, events.length - maxEvents),
    },
  });
  await insertDeliveries(transaction, [{ id: randomUUID(), subscriptionId, eventId: null, body }], now);
}
