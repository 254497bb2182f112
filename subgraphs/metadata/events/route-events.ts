// From events to webhooks: decides for each event whose address it goes to, at once or with the next digest, in the transaction that
// takes it off the outbox.
import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { ofInterest } from './interest.ts';
import type { MetadataEvent } from './metadata-event.ts';
import { publicEventOf } from './public-event.ts';
import { insertDeliveries, type NewDelivery } from './queries/deliveries.ts';
import { insertEntries } from './queries/digests.ts';
import { type EventRow, lockWaitingEvents, markRouted } from './queries/outbox.ts';
import { liveSubscriptions, type SubscriptionRow } from './queries/subscriptions.ts';
import { surroundingsOf } from './surroundings.ts';

/** Events of one transaction. */
const batchSize = 20;

/** Until no event waits. */
export async function routeEvents(database: Database, now: () => Date): Promise<void> {
  let routed = batchSize;
  while (routed === batchSize) routed = await database.transaction((transaction) => routeBatch(transaction, now()));
}

async function routeBatch(transaction: Queries, now: Date): Promise<number> {
  const events = await lockWaitingEvents(transaction, batchSize);
  if (events.length === 0) return 0;
  const subscriptions = await liveSubscriptions(transaction);
  const gathers = new Set(subscriptions.filter(({ digest }) => digest !== 'NONE').map(({ id }) => id));
  for (const event of events) {
    const told = await deliveriesOf(transaction, event, subscriptions);
    const isGathered = ({ subscriptionId }: NewDelivery) => gathers.has(subscriptionId);
    await insertEntries(transaction, told.filter(isGathered));
    await insertDeliveries(
      transaction,
      told.filter((one) => !isGathered(one)),
      now,
    );
  }
  await markRouted(
    transaction,
    events.map(({ id }) => id),
    now,
  );
  return events.length;
}

async function deliveriesOf(
  transaction: Queries,
  row: EventRow,
  subscriptions: readonly SubscriptionRow[],
): Promise<NewDelivery[]> {
  const interested = subscriptions.filter(({ topics }) => topics.includes(row.topic));
  if (interested.length === 0) return [];
  const event = await publicEventOf(transaction, row);
  const around = await surroundingsOf(transaction, row, event, interested);
  return interested.flatMap((subscription) => {
    const told = ofInterest(subscription, event, around);
    if (told === null) return [];
    return [{ id: randomUUID(), subscriptionId: subscription.id, eventId: row.id, body: bodyOf(told, row.createdAt) }];
  });
}

function bodyOf({ topic, product, ...data }: MetadataEvent, createdAt: Date): string {
  return JSON.stringify({
    type: topic,
    timestamp: createdAt.toISOString(),
    data: { product: productUrn(product), ...data },
  });
}
