// The first rows, so that there is something to ask for. Written once per database.
import type { SeedInput } from 'gordian/kit/seed-once';
import { insertSuppliers } from './queries.ts';

export async function seed({ database, now }: SeedInput): Promise<void> {
  await insertSuppliers(database, [
    { id: 'S-1', name: 'Nordlicht Glas', country: 'DE', contactEmail: 'mara@nordlicht.example', updatedAt: now },
    { id: 'S-2', name: 'Atelier Bois', country: 'FR', contactEmail: 'luc@atelier-bois.example', updatedAt: now },
    { id: 'S-3', name: 'Highland Wool', country: 'GB', contactEmail: null, updatedAt: now },
  ]);
}
