// Keeps the demo alive: now and then a buyer corrects a price by a few per cent, by the rule that holds for everyone.
import type { Activity } from '../../kit/start-activity.ts';
import { changePrice } from './change-price.ts';
import { anyActiveProduct } from './queries.ts';

export const activity: Activity = async ({ database }) => {
  const product = await anyActiveProduct(database);
  if (product === null) return;
  const { id, price, cost, currency } = product;
  const step = 0.97 + 0.06 * Math.random();
  const floor = Number(cost ?? 0) * 1.05;
  const next = Math.max(floor, Number(price) * step, 0.01);
  await changePrice(database, { productId: id, price: next.toFixed(2), currency });
};
