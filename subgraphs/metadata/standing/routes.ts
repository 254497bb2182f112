// What gateways ask of the standing of products over HTTP, with an access token of their own.
import type { FastifyInstance } from 'fastify';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import { createStandingFeed } from './standing-feed.ts';

export function addStandingRoutes(
  app: FastifyInstance,
  { database, clock }: Pick<SubgraphServices, 'database' | 'clock'>,
  identify: ServiceCallers,
): void {
  const read = createStandingFeed(database, clock);
  const forGateways = {
    onRequest: async (request: { headers: { authorization?: string } }) => {
      await identify(request.headers.authorization, 'gordian:supergraph:read');
    },
  };
  app.get('/registry/standing', forGateways, async (request, reply) => {
    const snapshot = await read();
    const etag = `"${snapshot.version}"`;
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : snapshot;
  });
}
