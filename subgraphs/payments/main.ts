// The process of the payments subgraph: which money moved, and how risky a customer is.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { protectSubgraph } from '../../policies/protect-subgraph.ts';
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
    protect: (schema) => protectSubgraph(schema, { domain: 'payments' }),
    seed,
    activity,
    watermarks,
  },
  process,
);
