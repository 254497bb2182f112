// The DataLoaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import type { Page } from '../../kit/connection.ts';
import { createLoaderByArguments } from '../../kit/loader-by-arguments.ts';
import type { SortDirection } from '../../kit/ordering.ts';
import type { Database } from '../../kit/postgres.ts';
import {
  customerSummaries,
  messageCountsOfTickets,
  messageOrdering,
  messagePagesOfTickets,
  openTicketsOfCustomers,
  type TicketFilter,
  type TicketOrder,
  type TicketOwner,
  ticketCountsOf,
  ticketOrdering,
  ticketPagesOf,
  ticketsById,
  ticketsOfOrders,
} from './queries.ts';

export type SupportLoaders = ReturnType<typeof createLoaders>;

export interface OwnerTickets {
  readonly owner: TicketOwner;
  readonly filter: TicketFilter;
}

export interface OwnerTicketsPage extends OwnerTickets {
  readonly order: TicketOrder | undefined;
  readonly page: Page;
}

export interface MessagesPage {
  readonly direction: SortDirection;
  readonly page: Page;
}

export function createLoaders(database: Database) {
  return {
    ticket: new DataLoader((ids: readonly string[]) => ticketsById(database, ids)),
    ticketsOf: createLoaderByArguments((ids: readonly string[], asked: OwnerTicketsPage) =>
      ticketPagesOf(database, asked.owner, ids, asked.filter, ticketOrdering(asked.order), asked.page),
    ),
    ticketCountOf: createLoaderByArguments((ids: readonly string[], asked: OwnerTickets) =>
      ticketCountsOf(database, asked.owner, ids, asked.filter),
    ),
    openTicketsOfCustomer: new DataLoader((ids: readonly string[]) => openTicketsOfCustomers(database, ids)),
    ticketsOfOrder: new DataLoader((ids: readonly string[]) => ticketsOfOrders(database, ids)),
    customerSummary: new DataLoader((ids: readonly string[]) => customerSummaries(database, ids)),
    messagesOfTicket: createLoaderByArguments((ids: readonly string[], { direction, page }: MessagesPage) =>
      messagePagesOfTickets(database, ids, messageOrdering(direction), page),
    ),
    messageCountOfTicket: new DataLoader((ids: readonly string[]) => messageCountsOfTickets(database, ids)),
  };
}
