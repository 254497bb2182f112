// Tells the world when a product stands otherwise than was told before. Called by whoever changes what health is made of, in the
// same transaction and with the head of the audit locked, so that of several changes each sees the others.
import type { Queries } from '../../../kit/postgres.ts';
import { publishEvent } from '../events/publish-event.ts';
import { healthOf } from './product-health.ts';
import { saveHealth, toldProducts } from './queries.ts';

export async function tellHealth(transaction: Queries, productIds: readonly number[], now: Date): Promise<void> {
  const products = await toldProducts(transaction, [...new Set(productIds)]);
  const changed = products.flatMap(({ toldStatus, ...product }) => {
    const health = healthOf(product.promises, product.incidents);
    const previousStatus = toldStatus ?? 'UNKNOWN';
    const isFirst = toldStatus === null;
    return health.status === previousStatus ? [] : [{ ...product, ...health, previousStatus, isFirst }];
  });
  if (changed.length === 0) return;
  await saveHealth(transaction, changed, now);
  // That a product is well when it is looked at first is no news: else a start would tell it of each.
  for (const { isFirst, product, status, previousStatus, reasons } of changed)
    if (!isFirst || status !== 'OK')
      await publishEvent(transaction, { topic: 'health.changed', product, status, previousStatus, reasons }, now);
}
