// The first rows, so that there is something to ask for. Written once per database.
import type { SeedInput } from 'gordian/kit/seed-once';
import { insertSampleRecords } from './queries.ts';

export async function seed({ database, now }: SeedInput): Promise<void> {
  await insertSampleRecords(database, [
    { id: '1', name: 'First', note: 'Written by the seed.', updatedAt: now },
    { id: '2', name: 'Second', note: null, updatedAt: now },
    { id: '3', name: 'Third', note: null, updatedAt: now },
  ]);
}
