// The process of the sample-domain subgraph.
import { runSubgraph } from 'gordian/kit/run-subgraph';
import { guardOf } from 'gordian/policies/subgraph/subgraph-guard';
import { checksOfDomain } from 'gordian/schema/quality/domain-checks';
import { createLoaders } from './loaders.ts';
import { watermark } from './queries.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';

await runSubgraph(
  {
    name: 'sample-domain',
    resolvers,
    createLoaders,
    guard: guardOf('sample-domain'),
    seed,
    quality: checksOfDomain('sample-domain'),
    watermarks: async (database) => {
      const eventTime = await watermark(database);
      return eventTime === null ? [] : [{ product: 'sample-domain/sample-domain', eventTime }];
    },
  },
  process,
);
