// Resolvers of the deliveries subgraph: from arguments to the right question. What needs no resolver has none.
import { readFirst } from 'gordian/kit/connection';
import type { SubgraphContext } from 'gordian/kit/serve-subgraph';
import type { Loaders } from './loaders.ts';
import { type DeliveryRow, deliveryPage } from './queries.ts';

type Context = SubgraphContext<Loaders>;

interface Reference {
  readonly id: string;
}

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

export const resolvers = {
  Query: {
    delivery: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.delivery.load(id),
    deliveries: (_: unknown, { first, after }: PageArguments, { database }: Context) =>
      deliveryPage(database, readFirst(first), after ?? null),
  },

  Delivery: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.delivery.load(id),
    supplier: ({ supplierId }: DeliveryRow) => ({ id: supplierId }),
  },

  Supplier: {
    deliveries: ({ id }: Reference, { first }: PageArguments, { loaders }: Context) =>
      loaders.deliveriesOfSupplier.load(id, readFirst(first)),
  },
};
