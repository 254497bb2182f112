// Tells gateways at once that another supergraph is published: a stream of the id of the newest one of a variant. The supergraph
// itself is asked for at GET /registry/supergraph.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { addVersionStream } from '../../../kit/version-stream.ts';
import { newestArtefactId, publicationChannel } from './queries/supergraph-stream.ts';
import type { ServiceCallers } from './service-caller.ts';
import { readVariant } from './variant.ts';

export function addSupergraphStream(
  app: FastifyInstance,
  { database }: Pick<SubgraphServices, 'database'>,
  identify: ServiceCallers,
): void {
  const mayListenUntil = ({ headers }: FastifyRequest) =>
    identify.listener(headers.authorization, 'gordian:supergraph:read');
  addVersionStream(app, '/registry/supergraph/stream', mayListenUntil, ({ query }) => {
    const variant = readVariant((query as { variant?: unknown }).variant);
    return {
      read: async () => (await newestArtefactId(database, variant)) ?? nothingYet,
      changes: () => database.listen(publicationChannel, (of) => of === variant || undefined),
    };
  });
}

/** No id. */
const nothingYet = 'none';
