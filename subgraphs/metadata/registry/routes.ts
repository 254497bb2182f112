// The registry over HTTP: read the supergraph, report watermarks, read a contract's bytes; registration-routes.ts has check and
// register. Callers bring an access token of the identity provider. Nothing here reads the gateway assertion.
import type { FastifyInstance } from 'fastify';
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { isSecret } from '../../../policies/compiler/derived.ts';
import { signatureHeader } from '../../../schema/artefact.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { mayReadContract } from '../access/known-texts.ts';
import { registeredBytes } from '../catalogue/queries.ts';
import { readWatermark, recordWatermark } from '../freshness/watermark-report.ts';
import { everSecret } from '../lineage/queries/secrets.ts';
import { orNotReady } from './or-not-ready.ts';
import { latestSigned } from './queries/signed-artefacts.ts';
import { latestArtefact, latestPublication } from './queries.ts';
import type { Reporter } from './reporter.ts';
import type { ServiceCallers } from './service-caller.ts';
import { readVariant } from './variant.ts';

export interface RegistryListeners {
  /** After a watermark, before it is answered. */
  readonly onWatermark: () => Promise<void>;
}

export function addRegistryRoutes(
  app: FastifyInstance,
  { database, clock }: SubgraphServices,
  identify: ServiceCallers,
  { onWatermark }: RegistryListeners,
): void {
  app.decorateRequest('client', '');
  app.decorateRequest('reporter', null);
  const allow = (scope: Parameters<ServiceCallers>[1]) => ({
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string }; client: string }) => {
      request.client = await identify(request.headers.authorization, scope);
    },
  });

  app.get('/registry/supergraph', allow('gordian:supergraph:read'), async (request, reply) => {
    const variant = readVariant((request.query as { variant?: unknown }).variant);
    const publication = await orNotReady(latestPublication(database, variant));
    if (publication === null)
      throw new GordianError(
        'NOT_READY',
        `No supergraph of ${variant} is published yet: register the subgraphs first.`,
      );
    reply.header('etag', `"${publication.id}"`).header('cache-control', 'private, no-cache');
    if (isKnown(request.headers['if-none-match'], publication.id)) return reply.code(304).send();
    const signed = await latestSigned(database, variant);
    if (signed !== null)
      return reply
        .header('etag', `"${signed.id}"`)
        .header(signatureHeader, signed.signature)
        .type('application/json; charset=utf-8')
        .send(signed.bytes);
    // Read again as a whole: between two statements another one may have been published.
    const artefact = (await latestArtefact(database, variant))!;
    reply.header('etag', `"${artefact.id}"`);
    return { ...artefact, publishedAt: artefact.publishedAt.toISOString() };
  });

  const watermarks = {
    onRequest: async (request: { headers: { authorization?: string }; reporter: Reporter | null }) => {
      request.reporter = await identify.reporter(request.headers.authorization, 'gordian:sla:write');
    },
  };
  app.post('/api/v1/watermarks', watermarks, async (request, reply) => {
    await orNotReady(recordWatermark(database, clock, readWatermark(request.body), request.reporter!));
    await onWatermark();
    return reply.code(202).send({ status: 'recorded' });
  });

  app.get<{ Params: { domain: string; product: string; file: string } }>(
    '/contracts/:domain/:product/:file',
    allow(null),
    async ({ params, headers }, reply) => {
      const version = /^(.+)\.odcs\.yaml$/.exec(params.file)?.[1];
      const bytes =
        version && (await registeredBytes(database, productUrn(`${params.domain}/${params.product}`), version));
      if (!bytes) throw new GordianError('NOT_FOUND', 'No such version of a contract is registered.');
      // Whole or not at all; the catalogue shows it to whoever may know of all that it names.
      if (await namesSecrets(database, bytes.toString('utf8')))
        await identify(headers.authorization, 'gordian:contract:write');
      return reply
        .type('application/yaml; charset=utf-8')
        .header('cache-control', 'private, immutable, max-age=31536000')
        .send(bytes);
    },
  );
}

async function namesSecrets(database: Queries, odcs: string): Promise<boolean> {
  const secrets = new Set((await everSecret(database)).map(({ coordinate }) => coordinate));
  return !mayReadContract({ odcs }, (coordinate, tags = []) => !isSecret({ tags }) && !secrets.has(coordinate));
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The client of a registry route, for the record. */
    client: string;
    /** The client of a route that takes reports on products. */
    reporter: Reporter | null;
  }
}

function isKnown(header: string | undefined, id: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${id}"`);
}
