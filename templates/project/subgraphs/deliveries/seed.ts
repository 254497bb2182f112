// The first rows, so that there is something to ask for. Written once per database.
import type { SeedInput } from 'gordian/kit/seed-once';
import { insertDeliveries } from './queries.ts';

const dayMs = 24 * 60 * 60 * 1000;

export async function seed({ database, now }: SeedInput): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  await insertDeliveries(database, [
    { id: 'D-1', supplierId: 'S-1', arrivedAt: daysAgo(2), cost: '1250.00' },
    { id: 'D-2', supplierId: 'S-1', arrivedAt: daysAgo(1), cost: '310.50' },
    { id: 'D-3', supplierId: 'S-2', arrivedAt: now, cost: null },
  ]);
}
