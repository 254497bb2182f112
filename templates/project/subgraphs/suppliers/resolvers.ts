// Resolvers of the suppliers subgraph: from arguments to the right question. What needs no resolver has none.
import { readFirst } from 'gordian/kit/connection';
import type { SubgraphContext } from 'gordian/kit/serve-subgraph';
import type { Loaders } from './loaders.ts';
import { supplierPage } from './queries.ts';

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
    supplier: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.supplier.load(id),
    suppliers: (_: unknown, { first, after }: PageArguments, { database }: Context) =>
      supplierPage(database, readFirst(first), after ?? null),
  },

  Supplier: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.supplier.load(id),
  },
};
