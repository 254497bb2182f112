// What gateways ask of access over HTTP, with an access token of their own: all live grants, a stream of the version, and
// a way to report what they have applied and what was used.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { addVersionStream } from '../../../kit/version-stream.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import { changesOfGrants, readSnapshot, readVersion } from './gateway-feed.ts';
import type { KnownTargetsStore } from './known-targets-store.ts';
import { saveEffective, saveUses } from './queries/gateway-feed.ts';

export function addGrantRoutes(
  app: FastifyInstance,
  { database, clock }: Pick<SubgraphServices, 'database' | 'clock'>,
  identify: ServiceCallers,
  known: KnownTargetsStore,
): void {
  const forGateways = {
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string } }) => {
      await identify(request.headers.authorization, 'gordian:grants:read');
    },
  };

  app.get('/access/grants', forGateways, async (request, reply) => {
    reply.header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === `"${await readVersion(database, known)}"`) return reply.code(304).send();
    const snapshot = await readSnapshot(database, known, clock.now());
    reply.header('etag', `"${snapshot.version}"`);
    return snapshot;
  });

  const mayListenUntil = ({ headers }: FastifyRequest) =>
    identify.listener(headers.authorization, 'gordian:grants:read');
  addVersionStream(app, '/access/grants/stream', mayListenUntil, () => ({
    read: () => readVersion(database, known),
    changes: () => changesOfGrants(database),
  }));

  app.post('/access/grants/report', forGateways, async (request, reply) => {
    const { applied, used } = readReport(request.body);
    const now = clock.now();
    await saveEffective(database, applied, now);
    // A gateway whose clock is ahead has not used anything in the future.
    await saveUses(
      database,
      used.map(({ id, at }) => ({ id, at: at < now ? at : now })),
    );
    return reply.code(202).send({ status: 'recorded' });
  });
}

const id = z.string().regex(/^[\w-]{1,100}$/);
const report = z.strictObject({
  applied: z.array(id).max(100_000),
  used: z
    .array(z.strictObject({ id, at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) }))
    .max(100_000),
});

function readReport(body: unknown): z.infer<typeof report> {
  const read = report.safeParse(body);
  if (read.success) return read.data;
  throw new GordianError('BAD_USER_INPUT', 'This is no report of a gateway: { applied: [id], used: [{ id, at }] }.');
}
