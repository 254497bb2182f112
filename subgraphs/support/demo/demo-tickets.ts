// The demo data of the domain: tickets of every fourth order of the superstore set, made up by faker from a seed per order.
// Pure but for the clock handed in: the same rows on every machine. A conversation ends where `now` cuts it off, so
// what was asked lately is still open.
import type { Faker } from '@faker-js/faker';
import { seedNumber } from '../../../kit/seed-number.ts';
import { orderInstants, type SuperstoreRow, superstoreRows } from '../../../kit/superstore.ts';
import type { MessageAuthor, TicketChannel, TicketRow } from '../queries.ts';
import { type DemoTopic, demoClosings, demoComments, demoFollowUps, demoTopics } from './demo-conversations.ts';
import type { SeededMessage } from './queries.ts';

export interface DemoTicket {
  readonly ticket: TicketRow;
  /** The oldest first; never empty. */
  readonly messages: readonly SeededMessage[];
}

type Talk = Omit<SeededMessage, 'ticketId'>;
type Untold = Omit<DemoTicket['ticket'], 'id'> & { readonly talk: readonly Talk[] };

/** The customer of all examples, who must have something open, and the line that it is about. */
const exampleRow = { customerId: 'CG-12520', orderId: 'CA-2016-152156' };
const exampleTopic = demoTopics.find(({ subject }) => subject.startsWith('Arrived damaged'))!;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Numbered in the order in which they were opened. */
export function demoTickets(faker: Faker, now: Date): DemoTicket[] {
  const untold = [...ticketsOfOrders(faker, now), exampleTicket(faker, now)];
  untold.sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
  return untold.map(({ talk, ...ticket }, index) => {
    const id = `K-${index + 1}`;
    return { ticket: { id, ...ticket }, messages: talk.map((message) => ({ ticketId: id, ...message })) };
  });
}

function ticketsOfOrders(faker: Faker, now: Date): Untold[] {
  const placedAt = orderInstants(now);
  const newestMs = Math.max(...[...placedAt.values()].map((instant) => instant.getTime()));
  return firstLines().flatMap((row) => {
    const placed = placedAt.get(row.orderId)!;
    faker.seed(seedNumber(row.orderId));
    // The newest order always has a question, so that the domain is as fresh as its neighbours.
    if (!faker.datatype.boolean(0.25) && placed.getTime() < newestMs) return [];
    const patience = Math.min(14 * dayMs, now.getTime() - placed.getTime());
    const openedAt = new Date(placed.getTime() + Math.floor(faker.number.float() * patience));
    return [converse(faker, row, faker.helpers.arrayElement(demoTopics), openedAt, now)];
  });
}

/** The first line of every order: who ordered, and a product of theirs. */
function firstLines(): SuperstoreRow[] {
  const lineOfOrder = new Map<string, SuperstoreRow>();
  for (const row of superstoreRows()) if (!lineOfOrder.has(row.orderId)) lineOfOrder.set(row.orderId, row);
  return [...lineOfOrder.values()];
}

function exampleTicket(faker: Faker, now: Date): Untold {
  const row = firstLines().find(({ orderId }) => orderId === exampleRow.orderId)!;
  faker.seed(seedNumber(exampleRow.customerId));
  const openedAt = new Date(now.getTime() - hourMs / 2);
  return converse(faker, row, exampleTopic, openedAt, now);
}

function converse(faker: Faker, row: SuperstoreRow, topic: DemoTopic, openedAt: Date, now: Date): Untold {
  const whole = wholeTalk(faker, topic, openedAt);
  const talk = whole.filter(({ sentAt }) => sentAt <= now);
  const last = talk.at(-1)!;
  const isSettled = talk.length === whole.length && last.author === 'AGENT' && faker.datatype.boolean(0.98);
  const closedAt = isSettled ? last.sentAt : null;
  const rating = closedAt === null ? unrated : ratingOf(faker, closedAt, now);
  return {
    customerId: row.customerId,
    subject: filledIn(topic.subject, row),
    status: isSettled ? 'CLOSED' : last.author === 'AGENT' ? 'PENDING' : 'OPEN',
    priority: faker.helpers.weightedArrayElement(weights([1, 2], [2, 6], [3, 3], [4, 1])),
    channel: faker.helpers.weightedArrayElement<TicketChannel>(
      weights(['EMAIL', 5], ['WEB', 3], ['PHONE', 2], ['CHAT', 2]),
    ),
    openedAt,
    closedAt,
    aboutOrderId: topic.about === 'ORDER' ? row.orderId : null,
    aboutProductId: topic.about === 'PRODUCT' ? row.productId : null,
    ...rating,
    updatedAt: rating.ratedAt ?? last.sentAt,
    talk,
  };
}

/** Question and answer, sometimes with a second round. */
function wholeTalk(faker: Faker, topic: DemoTopic, openedAt: Date): Talk[] {
  const rounds: readonly (readonly [MessageAuthor, string])[] = [
    ['CUSTOMER', topic.question],
    ['AGENT', topic.answer],
    ['CUSTOMER', faker.helpers.arrayElement(demoFollowUps)],
    ['AGENT', faker.helpers.arrayElement(demoClosings)],
  ];
  let sentMs = openedAt.getTime();
  return rounds.slice(0, faker.datatype.boolean(0.6) ? 4 : 2).map(([author, body], index) => {
    if (index > 0) sentMs += faker.number.int({ min: hourMs, max: 30 * hourMs });
    return { author, body, sentAt: new Date(sentMs) };
  });
}

const unrated = { satisfactionScore: null, satisfactionComment: null, ratedAt: null };

function ratingOf(faker: Faker, closedAt: Date, now: Date) {
  const ratedAt = new Date(closedAt.getTime() + faker.number.int({ min: hourMs, max: dayMs }));
  if (ratedAt > now || !faker.datatype.boolean(0.6)) return unrated;
  return {
    satisfactionScore: faker.helpers.weightedArrayElement(weights([1, 1], [2, 1], [3, 3], [4, 5], [5, 4])),
    satisfactionComment: faker.datatype.boolean(0.4) ? faker.helpers.arrayElement(demoComments) : null,
    ratedAt,
  };
}

function weights<Value>(...pairs: readonly (readonly [Value, number])[]) {
  return pairs.map(([value, weight]) => ({ value, weight }));
}

function filledIn(subject: string, row: SuperstoreRow): string {
  return subject.replace('{order}', row.orderId).replace('{product}', row.productName).slice(0, 200);
}
