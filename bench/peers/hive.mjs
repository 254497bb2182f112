// Hive Gateway on one supergraph file: `node hive.mjs SUPERGRAPH js|rust [--share]`. The planner in JavaScript runs with its
// JIT; the one in Rust brings an executor of its own. `--share`: identical upstream requests under way are one request, which
// is how it comes. Nothing is reported anywhere.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { useJIT } from '@graphql-mesh/plugin-jit';

const [supergraphFile, planner, share] = process.argv.slice(2);

const runtime = createGatewayRuntime({
  supergraph: readFileSync(supergraphFile, 'utf8'),
  ...(planner === 'rust' ? { unifiedGraphHandler } : { plugins: () => [useJIT()] }),
  transports: { http: import('@graphql-mesh/transport-http') },
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: share === '--share' } } },
  graphiql: false,
  landingPage: false,
});
await runtime.getSchema();
createServer(runtime).listen(Number(process.env.PORT), '127.0.0.1');
