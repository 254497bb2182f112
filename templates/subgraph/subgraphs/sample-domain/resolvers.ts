// Resolvers of the sample-domain subgraph: from arguments to the right question. What needs no resolver has none.
import { readFirst } from 'gordian/kit/connection';
import type { SubgraphContext } from 'gordian/kit/serve-subgraph';
import type { Loaders } from './loaders.ts';
import { sampleRecordPage } from './queries.ts';

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
    sampleRecord: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.sampleRecord.load(id),
    sampleRecords: (_: unknown, { first, after }: PageArguments, { database }: Context) =>
      sampleRecordPage(database, readFirst(first), after ?? null),
  },

  SampleRecord: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.sampleRecord.load(id),
  },
};
