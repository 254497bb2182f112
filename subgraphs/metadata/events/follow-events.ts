// Events as live subscriptions see them: as they are committed, filtered for one subscriber.
import type { Database, Queries } from '../../../kit/postgres.ts';
import { badInput } from '../../../kit/user-input.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { ChangeSeverity } from '../../../schema/contract-changes/contract-change.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { ofInterest, type Surroundings } from './interest.ts';
import type { EventTopic, MetadataEvent } from './metadata-event.ts';
import { publicEventOf } from './public-event.ts';
import { type EventRow, eventById, eventChannel } from './queries/outbox.ts';
import { fieldsOfProductAround } from './queries/subjects.ts';

/** An event as it is told: what concerns the subscriber, and when it happened. */
export type ToldEvent<Topic extends EventTopic> = Extract<MetadataEvent, { topic: Topic }> & {
  readonly productId: number;
  readonly at: Date;
};

export interface Following<Topic extends EventTopic> {
  readonly topic: Topic;
  /** Types, fields or product ids; none: everything. */
  readonly match: readonly string[];
  readonly minSeverity: ChangeSeverity;
  /** Leaves out the events that it is false for. */
  readonly only?: (row: EventRow) => Promise<boolean>;
}

const maxMatches = 100;

export async function followEvents<Topic extends EventTopic>(
  database: Database,
  { topic, match, minSeverity, only }: Following<Topic>,
): Promise<AsyncIterableIterator<ToldEvent<Topic>>> {
  if (match.length > maxMatches) throw badInput('match', `may name at most ${maxMatches} types, fields or products`);
  const ids = await database.listen(eventChannel, (payload) => (payload === '' ? undefined : Number(payload)));
  const interest = {
    topics: [topic],
    match: match.map(withoutUrn),
    axes: [],
    minSeverity,
    includeUpstream: false,
    onlyIfUsed: false,
    client: null,
  };
  return mapped(ids, async (id) => {
    const row = await eventById(database, id);
    if (row === null || row.topic !== topic || (only && !(await only(row)))) return null;
    const event = ofInterest(interest, await publicEventOf(database, row), await fieldsOnly(database, row));
    return event && ({ ...event, productId: row.productId, at: row.createdAt } as ToldEvent<Topic>);
  });
}

function withoutUrn(name: string): string {
  const prefix = productUrn('');
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

async function fieldsOnly(database: Queries, { productId, createdAt }: EventRow): Promise<Surroundings> {
  const fields: readonly Coordinate[] = await fieldsOfProductAround(database, productId, createdAt);
  return { fields, fedBy: () => new Set(), isUsedBy: () => false };
}

/** Unlike an async generator, it can be ended while it waits. Null is left out. */
function mapped<From, To>(
  source: AsyncIterableIterator<From>,
  map: (value: From) => Promise<To | null>,
): AsyncIterableIterator<To> {
  return {
    async next() {
      for (;;) {
        const { done, value } = await source.next();
        if (done) return { done: true, value: undefined };
        const told = await map(value);
        if (told !== null) return { done: false, value: told };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
