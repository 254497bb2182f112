// Makes visible what the traffic of the gateways shows: which operations ask for which fields. Any process may do it, and several at once.
import type { Database } from '../../../kit/postgres.ts';
import { refreshSeen, takeOperations } from './queries/observed.ts';

export async function observeOperations(database: Database, now: Date): Promise<void> {
  let mayBeMore = true;
  while (mayBeMore) mayBeMore = await database.transaction((transaction) => takeOperations(transaction, now));
  await refreshSeen(database, now);
}
