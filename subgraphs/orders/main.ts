// The process of the orders subgraph: what customers ordered and where it stands.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { protectSubgraph } from '../../policies/protect-subgraph.ts';
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
    protect: (schema) => protectSubgraph(schema, { domain: 'orders' }),
    seed,
    activity,
    watermarks,
  },
  process,
);
