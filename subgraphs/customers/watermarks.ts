// How far the data of the domain's products reaches. customer-360 stores nothing: it reaches as far as the profile that
// it hangs on, and its inputs report for themselves.
import type { Queries } from '../../kit/postgres.ts';
import type { Watermark } from '../../kit/report-watermarks.ts';
import { watermark } from './queries.ts';

export async function watermarks(database: Queries): Promise<Watermark[]> {
  const eventTime = await watermark(database);
  if (eventTime === null) return [];
  return [
    { product: 'customers/customer-profile', eventTime },
    { product: 'customers/customer-360', eventTime },
  ];
}
