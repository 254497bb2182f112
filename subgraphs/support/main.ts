// The process of the support subgraph: tickets, and what customers thought of our help.
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
    name: 'support',
    resolvers,
    createLoaders,
    guard: guardOf('support'),
    seed,
    activity,
    watermarks,
    quality: checksOfDomain('support'),
  },
  process,
);
