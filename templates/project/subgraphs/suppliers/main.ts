// The process of the suppliers subgraph.
import { runSubgraph } from 'gordian/kit/run-subgraph';
import { guardOf } from 'gordian/policies/subgraph/subgraph-guard';
import { checksOfDomain } from 'gordian/schema/quality/domain-checks';
import { createLoaders } from './loaders.ts';
import { watermark } from './queries.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';

await runSubgraph(
  {
    name: 'suppliers',
    resolvers,
    createLoaders,
    guard: guardOf('suppliers'),
    seed,
    quality: checksOfDomain('suppliers'),
    watermarks: async (database) => {
      const eventTime = await watermark(database);
      return eventTime === null ? [] : [{ product: 'suppliers/suppliers', eventTime }];
    },
  },
  process,
);
