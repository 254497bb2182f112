// The process of the catalog subgraph: what is sold and at which price.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { guardOf } from '../../policies/subgraph/subgraph-guard.ts';
import { checksOfDomain } from '../../schema/quality/domain-checks.ts';
import { activity } from './activity.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { seed } from './seed.ts';
import { watermarks } from './watermarks.ts';

await runSubgraph(
  {
    name: 'catalog',
    resolvers,
    createLoaders,
    guard: guardOf('catalog'),
    seed,
    activity,
    watermarks,
    quality: checksOfDomain('catalog'),
  },
  process,
);
