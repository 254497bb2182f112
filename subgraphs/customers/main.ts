// The process of the customers subgraph: who our customers are, how to reach them, and what they allow.
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
    name: 'customers',
    resolvers,
    createLoaders,
    guard: guardOf('customers'),
    seed,
    activity,
    watermarks,
    quality: checksOfDomain('customers'),
  },
  process,
);
