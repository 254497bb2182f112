// Resolvers of the support subgraph: from arguments to the right question, and from rows to types. Lists that hang on a
// parent go through the request's loaders.
import { type Connection, connectionOf, type PageArguments, readPage } from '../../kit/connection.ts';
import type { SortDirection } from '../../kit/ordering.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import {
  type AddTicketMessageInput,
  addTicketMessage,
  type OpenedTicket,
  type OpenTicketInput,
  openTicket,
} from './conversation/conversation.ts';
import type { SupportLoaders } from './loaders.ts';
import {
  type MessageRow,
  messageOrdering,
  priorities,
  type TicketFilter,
  type TicketOrder,
  type TicketOwner,
  type TicketRow,
  ticketCount,
  ticketOrdering,
  ticketPage,
} from './queries.ts';
import { ticketChanges } from './ticket-changes.ts';

type Context = SubgraphContext<SupportLoaders>;

/** An entity of another domain: all we know of it is its id, and we add to it whatever the id. */
interface Reference {
  readonly id: string;
}

interface TicketsArguments extends PageArguments {
  readonly filter?: TicketFilter | null;
  readonly orderBy?: TicketOrder | null;
}

interface TicketUpdatedArguments {
  readonly customerId?: string | null;
}

interface MessagesArguments extends PageArguments {
  readonly direction?: SortDirection | null;
}

export const resolvers = {
  Query: {
    ticket: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.ticket.load(id),
    tickets: (_: unknown, args: TicketsArguments, context: Context) => tickets(args, context),
  },

  Mutation: {
    openTicket: (_: unknown, { input }: { input: OpenTicketInput }, { database }: Context) =>
      openTicket(database, input),
    addTicketMessage: async (
      _: unknown,
      { input }: { input: AddTicketMessageInput },
      { database, loaders }: Context,
    ) => {
      const added = await addTicketMessage(database, input);
      loaders.ticket.clear(added.ticketId);
      return added;
    },
  },

  Subscription: {
    ticketUpdated: {
      subscribe: (_: unknown, { customerId }: TicketUpdatedArguments, { database }: Context) =>
        ticketChanges(database, customerId ?? null),
      resolve: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.ticket.load(id),
    },
  },

  Ticket: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.ticket.load(id),
    priority: (ticket: TicketRow) => priorities[ticket.priority - 1],
    customer: (ticket: TicketRow): Reference => ({ id: ticket.customerId }),
    about: subjectOf,
    messages: (ticket: TicketRow, args: MessagesArguments, context: Context) => messages(ticket, args, context),
    satisfaction: satisfactionOf,
  },

  Customer: {
    __resolveReference: asReference,
    tickets: (customer: Reference, args: TicketsArguments, context: Context) =>
      ticketsOf('customer', customer, args, context),
    openTickets: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.openTicketsOfCustomer.load(id),
    openTicketCount: async (customer: Reference, _: unknown, context: Context) =>
      (await summaryOf(customer, context)).openTicketCount,
    lastContactAt: async (customer: Reference, _: unknown, context: Context) =>
      (await summaryOf(customer, context)).lastContactAt,
    satisfaction: async (customer: Reference, _: unknown, context: Context) =>
      (await summaryOf(customer, context)).satisfaction,
  },

  Order: {
    __resolveReference: asReference,
    tickets: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.ticketsOfOrder.load(id),
  },

  Product: {
    __resolveReference: asReference,
    tickets: (product: Reference, args: TicketsArguments, context: Context) =>
      ticketsOf('product', product, args, context),
  },

  OpenTicketPayload: { ticket: ticketOfPayload },
  AddTicketMessagePayload: { ticket: ticketOfPayload },
};

function asReference({ id }: Reference): Reference {
  return { id };
}

function summaryOf({ id }: Reference, { loaders }: Context) {
  return loaders.customerSummary.load(id);
}

function ticketOfPayload({ ticketId }: OpenedTicket, _: unknown, { loaders }: Context) {
  return loaders.ticket.load(ticketId);
}

function subjectOf({ aboutOrderId, aboutProductId }: TicketRow) {
  if (aboutOrderId !== null) return { __typename: 'Order', id: aboutOrderId };
  return aboutProductId === null ? null : { __typename: 'Product', id: aboutProductId };
}

function satisfactionOf({ satisfactionScore, satisfactionComment, ratedAt }: TicketRow) {
  return satisfactionScore === null ? null : { score: satisfactionScore, comment: satisfactionComment, ratedAt };
}

async function tickets(args: TicketsArguments, { database }: Context): Promise<Connection<TicketRow>> {
  const filter = args.filter ?? {};
  const order = ticketOrdering(args.orderBy ?? undefined);
  const page = readPage(args, order);
  const rows = await ticketPage(database, filter, order, page);
  const totalCount = () => ticketCount(database, filter);
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}

async function ticketsOf(
  owner: TicketOwner,
  { id }: Reference,
  args: TicketsArguments,
  { loaders }: Context,
): Promise<Connection<TicketRow>> {
  const filter = args.filter ?? {};
  const order = ticketOrdering(args.orderBy ?? undefined);
  const page = readPage(args, order);
  const rows = await loaders.ticketsOf.load(id, { owner, filter, order: args.orderBy ?? undefined, page });
  const totalCount = () => loaders.ticketCountOf.load(id, { owner, filter });
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}

async function messages(
  ticket: TicketRow,
  args: MessagesArguments,
  { loaders }: Context,
): Promise<Connection<MessageRow>> {
  const direction = args.direction ?? 'ASC';
  const order = messageOrdering(direction);
  const page = readPage(args, order);
  const rows = await loaders.messagesOfTicket.load(ticket.id, { direction, page });
  const totalCount = () => loaders.messageCountOfTicket.load(ticket.id);
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}
