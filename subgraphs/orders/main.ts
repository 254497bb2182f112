// The process of the orders subgraph: what customers ordered and where it stands.
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
    name: 'orders',
    resolvers,
    createLoaders,
    guard: guardOf('orders'),
    seed,
    activity,
    watermarks,
    quality: checksOfDomain('orders'),
  },
  process,
);
