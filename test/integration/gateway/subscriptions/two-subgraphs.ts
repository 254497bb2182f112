// A gateway over two subgraphs: tickets sends events, customers knows the names of the customers in them.

import { vi } from 'vitest';
import { type EventSubgraph, startEventSubgraph } from '../../../support/event-subgraph.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../../support/standalone-gateway.ts';

const ticketsSdl = /* GraphQL */ `
  type Query {
    ticket: Ticket
  }
  type Mutation {
    open(subject: String!): Ticket
  }
  type Subscription {
    ticketUpdated(customerId: ID): Ticket
  }
  type Ticket @key(fields: "id") {
    id: ID!
    subject: String
    customer: Customer
  }
  type Customer @key(fields: "id") {
    id: ID!
  }
`;

const customersSdl = /* GraphQL */ `
  type Query {
    customer: Customer
  }
  type Customer @key(fields: "id") {
    id: ID!
    name: String
  }
`;

/** On a busy machine a first plan may take a while, and the loop be late; neither is what these tests are about. */
export const patience = { planning: { budgetMs: 20_000, waitMs: 20_000 }, admission: { maxLoopLagMs: 20_000 } };

export interface TwoSubgraphs {
  readonly tickets: EventSubgraph;
  readonly customers: EventSubgraph;
  readonly gateway: StandaloneGateway['gateway'];
  readonly url: string;
  /** Resolves when the gateway has so many connections of listeners. */
  readonly connected: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TwoSubgraphsOptions {
  /** Of the gateway's configuration file. */
  readonly settings?: object;
  /** Of its process. */
  readonly env?: NodeJS.ProcessEnv;
  /** How the customers subgraph finds a name; at once when absent. */
  readonly nameOf?: (id: string) => unknown;
}

export async function startTwoSubgraphs({
  settings = {},
  env = {},
  nameOf = (id) => `Name of ${id}`,
}: TwoSubgraphsOptions = {}): Promise<TwoSubgraphs> {
  const tickets = await startEventSubgraph(ticketsSdl, {
    Query: { ticket: () => ({ id: 'T', subject: 'asked' }) },
    Mutation: { open: (_: unknown, { subject }: { subject: string }) => ({ id: 'T', subject }) },
  });
  const customers = await startEventSubgraph(customersSdl, {
    Customer: { __resolveReference: ({ id }: { id: string }) => ({ id, name: () => nameOf(id) }) },
  });
  const supergraph = composeSmall({
    tickets: { sdl: ticketsSdl, url: tickets.url },
    customers: { sdl: customersSdl, url: customers.url },
  });
  const running = await startStandaloneGateway(supergraph, { ...patience, ...settings }, { env });
  return {
    tickets,
    customers,
    gateway: running.gateway,
    url: running.url,
    connected: (count) =>
      vi
        .waitUntil(() => running.gateway.listeners.counts.connections === count, { timeout: 20_000, interval: 5 })
        .then(() => {}),
    close: async () => {
      await Promise.all([running.close(), tickets.close(), customers.close()]);
    },
  };
}

export const enriched = 'subscription { ticketUpdated { subject customer { name } } }';

export function ticket(number: number) {
  return { id: `T${number}`, subject: `Subject ${number}`, customer: { id: `C${number}` } };
}
