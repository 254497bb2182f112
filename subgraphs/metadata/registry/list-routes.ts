// What is registered, for pipelines: the subgraphs of a variant, the history of its registrations, and the variants there are.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { subgraphDigest } from '../../../schema/subgraph-digest.ts';
import { registrationHistory } from './history.ts';
import { orNotReady } from './or-not-ready.ts';
import { allVariants, latestRegistration } from './queries/history.ts';
import { registeredSubgraphs } from './queries.ts';
import type { ServiceCallers } from './service-caller.ts';
import { prod, variantName } from './variant.ts';

const listQuery = z.object({ variant: variantName.default(prod) });
const historyQuery = listQuery.extend({
  subgraph: z.string().min(1).max(100).optional(),
  before: z.coerce.number().int().min(1).optional(),
  first: z.coerce.number().int().min(1).max(100).default(20),
});

export function addListRoutes(
  app: FastifyInstance,
  { database }: Pick<SubgraphServices, 'database'>,
  identify: ServiceCallers,
): void {
  const anyClient = {
    onRequest: async (request: FastifyRequest) => {
      const { scopes } = await identify.known(request.headers.authorization);
      request.isPublisher = scopes.includes('gordian:contract:write');
    },
  };

  const publisher = {
    onRequest: async (request: FastifyRequest) => {
      await identify(request.headers.authorization, 'gordian:contract:write');
    },
  };

  app.get('/registry/variants', anyClient, async () => ({ variants: await orNotReady(allVariants(database)) }));

  app.get('/registry/subgraphs', anyClient, async ({ query, isPublisher }) =>
    orNotReady(subgraphsOf(database, readQuery(listQuery, query).variant, isPublisher)),
  );

  app.get('/registry/sources', publisher, async ({ query }) => {
    const { variant } = readQuery(listQuery, query);
    return { variant, subgraphs: await orNotReady(sourcesOf(database, variant)) };
  });

  app.get('/registry/registrations', anyClient, async ({ query }) => {
    const { variant, subgraph = null, before = null, first } = readQuery(historyQuery, query);
    return {
      variant,
      registrations: await orNotReady(registrationHistory(database, { variant, subgraph, before, first })),
    };
  });
}

/** Where a subgraph runs is for those who publish. */
async function subgraphsOf(database: Queries, variant: string, isPublisher: boolean) {
  const latest = await latestRegistration(database, variant);
  const subgraphs = await registeredSubgraphs(database, variant);
  return {
    variant,
    registration: latest?.number ?? 0,
    subgraphs: subgraphs.map(({ name, url, sdl, contracts, number, sourceRevision, registeredBy, registeredAt }) => ({
      ...{
        name,
        digest: subgraphDigest({ sdl, contracts }),
        registration: number,
        sourceRevision,
        registeredBy,
        registeredAt,
      },
      ...(isPublisher ? { url } : {}),
    })),
  };
}

/** What was registered, byte for byte, and where it runs: for a graph elsewhere that takes part of this one over. */
async function sourcesOf(database: Queries, variant: string) {
  const subgraphs = await registeredSubgraphs(database, variant);
  return subgraphs.map(({ name, url, sdl, sdlFile, contracts }) => ({ name, url, sdl, sdlFile, contracts }));
}

function readQuery<Shape extends z.ZodType>(shape: Shape, query: unknown): z.output<Shape> {
  const read = shape.safeParse(query);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new GordianError('BAD_USER_INPUT', `${issues.join('; ')}.`);
}
