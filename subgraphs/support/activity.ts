// Keeps the demo alive: now and then a customer turns to support, or an open ticket gets its next message, by the rules
// that hold for everyone.
import { randomInt, randomUUID } from 'node:crypto';
import type { Database } from '../../kit/postgres.ts';
import type { Activity } from '../../kit/start-activity.ts';
import { addTicketMessage, openTicket } from './conversation/conversation.ts';
import { demoClosings, demoFollowUps, demoTopics } from './demo/demo-conversations.ts';
import { anyTicket } from './demo/queries.ts';
import type { TicketRow } from './queries.ts';

export const activity: Activity = async ({ database }) => {
  const open = await anyTicket(database, ['OPEN', 'PENDING']);
  if (open !== null && randomInt(3) > 0) return answer(database, open);
  const earlier = await anyTicket(database, ['OPEN', 'PENDING', 'CLOSED']);
  if (earlier !== null) await askAgain(database, earlier);
};

/** Whoever's turn it is speaks; the agent closes every other time. */
async function answer(database: Database, { id, status }: TicketRow): Promise<void> {
  const author = status === 'OPEN' ? 'AGENT' : 'CUSTOMER';
  await addTicketMessage(database, {
    ticketId: id,
    author,
    body: oneOf(author === 'AGENT' ? demoClosings : demoFollowUps),
    closeTicket: author === 'AGENT' && randomInt(2) === 0,
    idempotencyKey: `activity-${randomUUID()}`,
  });
}

/** A customer whom we know has a question about nothing in particular. */
async function askAgain(database: Database, { customerId }: TicketRow): Promise<void> {
  const { subject, question } = demoTopics.find(({ about }) => about === 'NOTHING')!;
  await openTicket(database, {
    customerId,
    subject,
    body: question,
    priority: oneOf(['LOW', 'NORMAL', 'HIGH']),
    channel: oneOf(['EMAIL', 'WEB', 'CHAT']),
    idempotencyKey: `activity-${randomUUID()}`,
  });
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[randomInt(items.length)]!;
}
