// The way to tell the world that something happened to a product: part of the transaction that makes it so.
import type { Queries } from '../../../kit/postgres.ts';
import type { MetadataEvent } from './metadata-event.ts';
import { insertEvent } from './queries/outbox.ts';

export function publishEvent(transaction: Queries, event: MetadataEvent, now: Date): Promise<void> {
  return insertEvent(transaction, event, now);
}
