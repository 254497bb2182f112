// The SQL of events.
import type { Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { MetadataEvent } from './publish-event.ts';

/** An event of a product that is not registered is nobody's. */
export async function insertEvent(transaction: Queries, event: MetadataEvent, now: Date): Promise<void> {
  const { topic, product, ...body } = event;
  await transaction.query(
    `INSERT INTO event_outbox (topic, product_id, body, created_at) SELECT $1, id, $3, $4 FROM product WHERE urn = $2`,
    [topic, productUrn(product), JSON.stringify(body), now],
  );
}
