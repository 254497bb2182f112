// The audit over HTTP: gateways deliver the lines of their spools, and auditors take the chain away to check it themselves.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { GordianError } from '../../../kit/errors.ts';
import { sendError } from '../../../kit/http-errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import type { LineEnd } from '../../../kit/spooled-lines.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import { exportLines } from './export-chain.ts';
import { type TakeOutcome, takeLines } from './take-lines.ts';

const deliveryLimitBytes = 8 * 1024 * 1024;

export function addAuditRoutes(
  app: FastifyInstance,
  { database, clock, log }: SubgraphServices,
  identify: ServiceCallers,
): void {
  const allow = (scope: Parameters<ServiceCallers>[1]) => ({
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string } }) => {
      await identify(request.headers.authorization, scope);
    },
  });
  app.addContentTypeParser(
    'application/x-ndjson',
    { parseAs: 'string', bodyLimit: deliveryLimitBytes },
    (_request, body, done) => done(null, body),
  );

  app.post<{ Querystring: Delivery }>(
    '/audit/events',
    { ...allow('gordian:audit:write'), bodyLimit: deliveryLimitBytes },
    async ({ query, body }, reply) => {
      const delivered = { ...readDelivery(query), lines: typeof body === 'string' ? body : '', now: clock.now() };
      const outcome = await takeLines(database, delivered);
      if (typeof outcome === 'object' && !outcome.isHeadKnown)
        log.error({ event: 'audit.tampered', ...delivered.knownHead }, 'Entries of the audit are gone or altered.');
      return answer(reply, outcome);
    },
  );

  app.get<{ Querystring: { from?: string; to?: string } }>(
    '/audit/export',
    allow('gordian:audit:read'),
    async ({ query }, reply) => {
      const range = { from: placeOf(query.from, 1), to: placeOf(query.to, Number.MAX_SAFE_INTEGER) };
      return reply.type('application/x-ndjson').send(streamed(database, range));
    },
  );
}

interface Delivery {
  readonly instance?: string;
  readonly afterLoss?: string;
  readonly head?: string;
}

function readDelivery({ instance, afterLoss, head }: Delivery) {
  if (!/^[\w-]{1,64}$/.test(instance ?? ''))
    throw new GordianError('BAD_REQUEST', '`instance` must name the spool: letters, digits, `_` and `-`.');
  return { instance: instance!, afterLoss: afterLoss === 'true', knownHead: readHead(head) };
}

function readHead(text: string | undefined): LineEnd | null {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text ?? '') ?? [];
  return hash === undefined ? null : { seq: Number(seq), hash };
}

function answer(reply: FastifyReply, outcome: TakeOutcome): FastifyReply {
  if (outcome === 'gap')
    return sendError(reply, new GordianError('CONFLICT', 'Lines before these were not delivered yet.'));
  if (outcome === 'damaged')
    return reply.code(422).send({ errors: [{ message: 'A line does not follow from the one before it.' }] });
  return reply.send(outcome);
}

function placeOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,15}$/.test(text))
    throw new GordianError('BAD_REQUEST', '`from` and `to` are places in the chain: whole numbers.');
  return Number(text);
}

/** Read from the database as fast as the client takes it, and no faster. */
function streamed(database: Queries, range: { readonly from: number; readonly to: number }): Readable {
  return Readable.from(exportLines(database, range), { objectMode: false, highWaterMark: 256 * 1024 });
}
