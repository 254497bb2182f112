// The rule by which an order is cancelled: only before it is shipped, and once is as good as twice.
import { GordianError } from '../../../kit/errors.ts';
import type { Database } from '../../../kit/postgres.ts';
import { type OrderRow, ordersById } from '../queries.ts';
import { cancelIfPlaced } from './queries.ts';

export async function cancelOrder(database: Database, id: string): Promise<OrderRow> {
  await cancelIfPlaced(database, id);
  const [order] = await ordersById(database, [id]);
  if (!order) throw new GordianError('NOT_FOUND', 'id names no order.', { details: { field: 'id' } });
  if (order.status === 'CANCELLED') return order;
  throw new GordianError('CONFLICT', 'The order was shipped already and cannot be cancelled.', {
    details: { field: 'id' },
  });
}
