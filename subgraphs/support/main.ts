// The process of the support subgraph: tickets, and what customers thought of our help.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { protectSubgraph } from '../../policies/protect-subgraph.ts';
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
    protect: (schema) => protectSubgraph(schema, { domain: 'support' }),
    seed,
    activity,
    watermarks,
  },
  process,
);
