// Fills an empty domain with the demo data, in one transaction that kit/seed-once.ts opens.
import type { SeedInput } from '../../kit/seed-once.ts';
import { demoAccountManagers, demoCustomers } from './demo-customers.ts';
import { insertAccountManagers, insertCustomers, insertDecisions } from './queries.ts';

const batchSize = 200;

export async function seed({ database, now, progress }: SeedInput): Promise<void> {
  // Loaded here, so that a process which is not to seed needs no demo packages.
  const { faker } = await import('@faker-js/faker/locale/en');
  await insertAccountManagers(database, demoAccountManagers(faker));
  const customers = demoCustomers(faker, now);
  for (let done = 0; done < customers.length; done += batchSize) {
    const batch = customers.slice(done, done + batchSize);
    await insertCustomers(
      database,
      batch.map(({ customer }) => customer),
    );
    await insertDecisions(
      database,
      batch.flatMap(({ decisions }) => decisions),
    );
    progress(done + batch.length, customers.length);
  }
}
