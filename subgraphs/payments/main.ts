// The process of the payments subgraph: which money moved, and how risky a customer is.
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
    name: 'payments',
    resolvers,
    createLoaders,
    guard: guardOf('payments'),
    seed,
    activity,
    watermarks,
    quality: checksOfDomain('payments'),
  },
  process,
);
