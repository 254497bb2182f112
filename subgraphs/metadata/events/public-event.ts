// An event as it may be told: without what is said of secrets. Whoever may know of them looks at the contract itself.
import type { Queries } from '../../../kit/postgres.ts';
import type { MetadataEvent } from './metadata-event.ts';
import type { EventRow } from './queries/outbox.ts';
import { secretsAmong } from './queries/subjects.ts';

export async function publicEventOf(database: Queries, row: EventRow): Promise<MetadataEvent> {
  const event = eventOf(row);
  if (event.topic !== 'contract.changed') return event;
  const secrets = await secretsAmong(database, [
    ...new Set(event.changes.map(({ coordinate }) => fieldOf(coordinate))),
  ]);
  return { ...event, changes: event.changes.filter(({ coordinate }) => !secrets.has(fieldOf(coordinate))) };
}

function eventOf({ topic, product, body }: EventRow): MetadataEvent {
  return { topic, product, ...(body as object) } as MetadataEvent;
}

/** Of a field, or of one of its arguments. */
function fieldOf(coordinate: string): string {
  return coordinate.replace(/\(.*$/, '');
}
