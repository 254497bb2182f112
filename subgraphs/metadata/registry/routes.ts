// The registry over HTTP: register, read the supergraph, report watermarks, read a contract's bytes. Callers bring an
// access token of the identity provider. Nothing here reads the gateway assertion.
import type { FastifyInstance } from 'fastify';
import { GordianError } from '../../../kit/errors.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { registeredBytes } from '../catalogue/queries.ts';
import { recordWatermark } from '../freshness/watermark-report.ts';
import { latestArtefact, latestPublication } from './queries.ts';
import { createRegistrar } from './register.ts';
import { readRegistration } from './registration.ts';
import type { ServiceCallers } from './service-caller.ts';

export interface RegistryListeners {
  /** After a registration that changed something, before it is answered. */
  readonly onRegistered: () => Promise<void>;
  /** After a watermark, before it is answered. */
  readonly onWatermark: () => Promise<void>;
}

/** The schemas and contracts of a large organisation, all at once. */
const registrationLimitBytes = 32 * 1024 * 1024;

export function addRegistryRoutes(
  app: FastifyInstance,
  { database, clock, log }: SubgraphServices,
  identify: ServiceCallers,
  { onRegistered, onWatermark }: RegistryListeners,
): void {
  const register = createRegistrar(database, clock);
  app.decorateRequest('client', '');
  const allow = (scope: Parameters<ServiceCallers>[1]) => ({
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string }; client: string }) => {
      request.client = await identify(request.headers.authorization, scope);
    },
  });

  app.post(
    '/registry/register',
    { ...allow('gordian:contract:write'), bodyLimit: registrationLimitBytes },
    async (request, reply) => {
      const registration = readRegistration(request.body);
      const outcome = await orNotReady(register(registration, request.client));
      if (!outcome.ok) return reply.code(422).send(refusalOf(outcome));
      log.info(
        { event: 'registered', status: outcome.status, artefact: outcome.artefact.id, client: request.client },
        'A registration was accepted.',
      );
      if (outcome.status === 'published') await onRegistered();
      const { ok: _, ...answer } = outcome;
      return answer;
    },
  );

  app.get('/registry/supergraph', allow('gordian:supergraph:read'), async (request, reply) => {
    const publication = await orNotReady(latestPublication(database));
    if (publication === null)
      throw new GordianError('NOT_READY', 'No supergraph is published yet: register the subgraphs first.');
    reply.header('etag', `"${publication.id}"`).header('cache-control', 'private, no-cache');
    if (isKnown(request.headers['if-none-match'], publication.id)) return reply.code(304).send();
    // Read again as a whole: between two statements another one may have been published.
    const artefact = (await latestArtefact(database))!;
    reply.header('etag', `"${artefact.id}"`);
    return { ...artefact, publishedAt: artefact.publishedAt.toISOString() };
  });

  app.post('/api/v1/watermarks', allow('gordian:sla:write'), async (request, reply) => {
    await orNotReady(recordWatermark(database, clock, request.body, request.client));
    await onWatermark();
    return reply.code(202).send({ status: 'recorded' });
  });

  app.get<{ Params: { domain: string; product: string; file: string } }>(
    '/contracts/:domain/:product/:file',
    allow(null),
    async ({ params }, reply) => {
      const version = /^(.+)\.odcs\.yaml$/.exec(params.file)?.[1];
      const bytes =
        version && (await registeredBytes(database, productUrn(`${params.domain}/${params.product}`), version));
      if (!bytes) throw new GordianError('NOT_FOUND', 'No such version of a contract is registered.');
      return reply
        .type('application/yaml; charset=utf-8')
        .header('cache-control', 'private, immutable, max-age=31536000')
        .send(bytes);
    },
  );
}

/** A publisher must be able to tell "try again" from "mend this". Trying again is safe: the same bytes are applied once. */
async function orNotReady<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isStorage = error instanceof GordianError && /^DATABASE_(UNAVAILABLE|TIMEOUT)$/.test(error.code);
    if (!isStorage) throw error;
    const message =
      "The registry's storage is not available at the moment. Try again: the same content is applied only once.";
    throw new GordianError('NOT_READY', message, { cause: error });
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The client of a registry route, for the record. */
    client: string;
  }
}

function refusalOf({
  code,
  problems,
}: {
  readonly code: string;
  readonly problems: readonly { readonly severity: string }[];
}) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const message = `The registration was refused with ${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was changed.`;
  return { code, message, problems };
}

function isKnown(header: string | undefined, id: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${id}"`);
}
