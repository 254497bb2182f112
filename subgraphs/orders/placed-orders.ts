// Which orders have been placed, as the database tells it when one is committed.
import type { Database } from '../../kit/postgres.ts';

export interface PlacedOrder {
  readonly id: string;
  readonly customerId: string;
}

/** Of the notifications of migration 002. */
const channel = 'orders_order_placed';

/** @param customerId null: of all customers */
export function placedOrders(
  database: Pick<Database, 'listen'>,
  customerId: string | null,
): Promise<AsyncIterableIterator<PlacedOrder>> {
  return database.listen(channel, (payload) => {
    const placed = JSON.parse(payload) as PlacedOrder;
    return customerId === null || placed.customerId === customerId ? placed : undefined;
  });
}
