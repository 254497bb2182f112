// Operations of clients over HTTP: pipelines of applications check, publish and retire their own; gateways fetch all that are live.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import { schemaWithout } from '../../../schema/schema-without.ts';
import type { KnownTargetsStore } from '../access/known-targets-store.ts';
import { everSecret } from '../lineage/queries/secrets.ts';
import { orNotReady } from '../registry/or-not-ready.ts';
import { secretsIn } from '../registry/queries/history.ts';
import { latestArtefact } from '../registry/queries.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import { prod, variantName } from '../registry/variant.ts';
import { type ClientOwner, requireOwnerOf } from './client-owner.ts';
import { checkOperations, publishOperations, retireOperations } from './publish-operations.ts';
import { liveDocuments, versionOfList } from './queries.ts';

/** The operations of a large application, whole. */
const bodyLimitBytes = 8 * 1024 * 1024;
const writeScope = 'gordian:operation:write';
/** Whoever publishes contracts knows of secrets; for others their fields are not there. */
const secretsScope = 'gordian:contract:write';

export function addStoredOperationRoutes(
  app: FastifyInstance,
  services: Pick<SubgraphServices, 'database' | 'clock' | 'log'>,
  identify: ServiceCallers,
  known: KnownTargetsStore,
): void {
  const { database, log } = services;
  app.decorateRequest('clientOwner', null);
  // Before the body is read: a stranger costs no memory.
  const forOwners = {
    bodyLimit: bodyLimitBytes,
    onRequest: async (request: FastifyRequest) => {
      request.clientOwner = await identify.owner(request.headers.authorization, writeScope);
    },
  };
  const toCheck = {
    bodyLimit: bodyLimitBytes,
    onRequest: async (request: FastifyRequest) => {
      request.clientOwner = await identify.owner(request.headers.authorization, null);
    },
  };

  app.post('/operations/check', toCheck, async (request) => {
    const { documents, variant } = read(toCheckShape, request.body);
    return orNotReady(checkOperations(database, await schemaFor(request.clientOwner!, variant), documents));
  });

  app.post('/operations/publish', forOwners, async (request, reply) => {
    const { client, ...release } = read(releaseShape, request.body);
    const owner = request.clientOwner!;
    requireOwnerOf(owner, client);
    // Consumers rely on prod, and so a release is one of prod.
    const schema = await schemaFor(owner, prod);
    const outcome = await orNotReady(publishOperations(services, schema, { client, ...release }, owner.name));
    if (outcome.status === 'refused') return reply.code(422).send({ code: 'GRAPHQL_VALIDATION_FAILED', ...outcome });
    log.info(
      { event: 'operations', ...outcome, operations: outcome.operations.length, client },
      'operations of a client',
    );
    return outcome;
  });

  app.post('/operations/retire', forOwners, async (request) => {
    const release = read(releaseNameShape, request.body);
    requireOwnerOf(request.clientOwner!, release.client);
    return orNotReady(retireOperations(services, release, request.clientOwner!.name));
  });

  const forGateways = {
    onRequest: async (request: FastifyRequest) => {
      await identify(request.headers.authorization, 'gordian:supergraph:read');
    },
  };
  app.get('/operations/documents', forGateways, async (request, reply) => {
    // Read before the documents: what changes in between makes the next answer, never a lost one.
    const version = await orNotReady(versionOfList(database));
    reply.header('etag', `"${version}"`).header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === `"${version}"`) return reply.code(304).send();
    return { version, documents: await orNotReady(liveDocuments(database)) };
  });

  async function schemaFor({ scopes }: ClientOwner, variant: string): Promise<GraphQLSchema> {
    const schema =
      variant === prod ? (await orNotReady(known.policed(database)))?.schema : await servedIn(database, variant);
    if (!schema)
      throw new GordianError('NOT_READY', `Nothing is registered in ${variant} yet that could be asked for.`);
    const secrets = scopes.includes(secretsScope) ? new Set<string>() : await secretsOf(database, variant);
    return secrets.size === 0 ? schema : schemaWithout(schema, secrets);
  }
}

/** @returns null when nothing is registered there */
async function servedIn(database: Queries, variant: string): Promise<GraphQLSchema | null> {
  const artefact = await orNotReady(latestArtefact(database, variant));
  return artefact && apiSchemaOf(takeAccessDirectives(artefact.supergraphSdl).sdl);
}

/** Also what only the variant has. */
async function secretsOf(database: Queries, variant: string): Promise<ReadonlySet<string>> {
  const inProd = (await orNotReady(everSecret(database))).map(({ coordinate }) => coordinate);
  const inVariant = variant === prod ? [] : await orNotReady(secretsIn(database, [{ variant, number: null }]));
  return new Set([...inProd, ...inVariant]);
}

const name = z.string().regex(/^[^\s\p{C}]{1,200}$/u, 'must be 1 to 200 characters without spaces');
const documents = z.array(z.string().min(1).max(262_144)).min(1).max(5_000);
const toCheckShape = z.strictObject({ documents, variant: variantName.default(prod) });
const releaseNameShape = z.strictObject({ client: name, version: name });
const releaseShape = z.strictObject({
  client: name,
  version: name,
  sourceRevision: z.string().max(200).nullable().default(null),
  documents,
});

function read<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new GordianError(
    'BAD_USER_INPUT',
    `These are no operations: ${issue?.path.join('.') || 'it'} ${issue?.message}`,
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who brings operations, and whose. */
    clientOwner: ClientOwner | null;
  }
}
