// Which tickets have changed, as the database tells it when a change is committed.
import type { Database } from '../../kit/postgres.ts';

export interface ChangedTicket {
  readonly id: string;
  readonly customerId: string;
}

/** Of the notifications of migration 002. */
const channel = 'support_ticket';

/** @param customerId null: of all customers */
export function ticketChanges(
  database: Pick<Database, 'listen'>,
  customerId: string | null,
): Promise<AsyncIterableIterator<ChangedTicket>> {
  return database.listen(channel, (payload) => {
    const changed = JSON.parse(payload) as ChangedTicket;
    return customerId === null || changed.customerId === customerId ? changed : undefined;
  });
}
