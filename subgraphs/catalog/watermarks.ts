// How far the data of the domain's product reaches.
import type { Queries } from '../../kit/postgres.ts';
import type { Watermark } from '../../kit/report-watermarks.ts';
import { watermark } from './queries.ts';

export async function watermarks(database: Queries): Promise<Watermark[]> {
  const eventTime = await watermark(database);
  return eventTime === null ? [] : [{ product: 'catalog/product-catalog', eventTime }];
}
