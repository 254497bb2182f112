// Fills an empty domain with the demo data, in one transaction that kit/seed-once.ts opens.
import type { SeedInput } from '../../kit/seed-once.ts';
import { demoTickets } from './demo/demo-tickets.ts';
import { continueTicketNumbers, insertMessages, insertTickets } from './demo/queries.ts';

const batchSize = 500;

export async function seed({ database, now, progress }: SeedInput): Promise<void> {
  // Loaded here, so that a process which is not to seed needs no demo packages.
  const { faker } = await import('@faker-js/faker/locale/en');
  const tickets = demoTickets(faker, now);
  for (let done = 0; done < tickets.length; done += batchSize) {
    const batch = tickets.slice(done, done + batchSize);
    await insertTickets(
      database,
      batch.map(({ ticket }) => ticket),
    );
    await insertMessages(
      database,
      batch.flatMap(({ messages }) => messages),
    );
    progress(done + batch.length, tickets.length);
  }
  await continueTicketNumbers(database, tickets.length);
}
