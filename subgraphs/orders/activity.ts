// Keeps the demo alive: someone who bought before orders again, by the rule that holds for everyone, and what was ordered
// earlier moves on to the door.
import { randomInt, randomUUID } from 'node:crypto';
import type { Activity } from '../../kit/start-activity.ts';
import { placeOrder } from './placing/place-order.ts';
import { anyActiveProducts, anyFormerOrder, moveOrdersOn } from './placing/queries.ts';

const dayMs = 24 * 60 * 60 * 1000;

export const activity: Activity = async ({ database, now }) => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  await moveOrdersOn(database, daysAgo(1), daysAgo(4));
  const former = await anyFormerOrder(database);
  if (former === null) return;
  const { customerId, shipMode: mode, city, state, region } = former;
  const productIds = await anyActiveProducts(database, randomInt(1, 4));
  await placeOrder(database, {
    idempotencyKey: `activity-${randomUUID()}`,
    customerId,
    lines: productIds.map((productId) => ({ productId, quantity: randomInt(1, 6) })),
    shipping: { mode, city, state, region },
  });
};
