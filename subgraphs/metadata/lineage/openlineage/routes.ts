// OpenLineage over HTTP, as its clients know it: one event, or many of which one may be bad. Pipelines bring an access token.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { GordianError } from '../../../../kit/errors.ts';
import type { SubgraphServices } from '../../../../kit/serve-subgraph.ts';
import type { ServiceCallers } from '../../registry/service-caller.ts';
import { readEvent } from './event.ts';
import { type Pipeline, type Taken, takeEvent } from './take-event.ts';

/** Of a request. Facets of five megabytes are taken; what is beyond this is a mistake. */
export const bodyLimitBytes = 16 * 1024 * 1024;
const maxBatch = 1_000;

/** Tells a reader what to ask for, to see what was written: the argument `position` of a question about lineage. */
export const positionHeader = 'x-gordian-lineage-position';

interface FailedEvent {
  readonly index: number;
  readonly reason: string;
  readonly retriable: boolean;
}

export function addOpenLineageRoutes(
  app: FastifyInstance,
  { database, clock, log }: Pick<SubgraphServices, 'database' | 'clock' | 'log'>,
  identify: ServiceCallers,
  { onWatermark }: { readonly onWatermark: () => Promise<void> },
): void {
  const pipelines = new WeakMap<object, Pipeline>();
  const forReporters = {
    bodyLimit: bodyLimitBytes,
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string } }) => {
      pipelines.set(request, await pipelineOf(identify, request.headers.authorization));
    },
  };
  const take = async (body: unknown, pipeline: Pipeline): Promise<Taken> => {
    const now = clock.now();
    return takeEvent(database, readEvent(body, now), pipeline, now);
  };

  app.post('/api/v1/lineage', forReporters, async (request, reply) => {
    const { position, hasWatermarks } = await take(request.body, pipelines.get(request)!);
    tellPosition(reply, position);
    if (hasWatermarks) await onWatermark();
    return reply.code(201).send();
  });

  app.post('/api/v1/lineage/batch', forReporters, async (request, reply) => {
    const events = readBatch(request.body);
    const failed: FailedEvent[] = [];
    let taken: Taken = { position: null, hasWatermarks: false };
    for (const [index, event] of events.entries()) {
      try {
        const { position, hasWatermarks } = await take(event, pipelines.get(request)!);
        taken = { position: position ?? taken.position, hasWatermarks: taken.hasWatermarks || hasWatermarks };
      } catch (error) {
        failed.push(failureOf(index, error));
        if (!(error instanceof GordianError))
          log.error({ event: 'lineage.event_failed', err: error }, 'An event failed.');
      }
    }
    tellPosition(reply, taken.position);
    if (taken.hasWatermarks) await onWatermark();
    return summaryOf(events.length, failed);
  });
}

async function pipelineOf(identify: ServiceCallers, header: string | undefined): Promise<Pipeline> {
  const reporter = await identify.reporter(header, 'gordian:lineage:write');
  const { scopes } = await identify.known(header);
  return { reporter, reportsWatermarks: scopes.includes('gordian:sla:write') };
}

function tellPosition(reply: FastifyReply, position: number | null): void {
  if (position !== null) reply.header(positionHeader, position);
}

/** @throws GordianError BAD_USER_INPUT */
function readBatch(body: unknown): readonly unknown[] {
  if (Array.isArray(body) && body.length <= maxBatch) return body;
  throw new GordianError('BAD_USER_INPUT', `A batch is a list of at most ${maxBatch} OpenLineage events.`);
}

/** Only what its sender can mend is told; what is our fault may go away. */
function failureOf(index: number, error: unknown): FailedEvent {
  const isTheirs = error instanceof GordianError && ['BAD_USER_INPUT', 'FORBIDDEN'].includes(error.code);
  const reason = isTheirs ? error.message : 'The event could not be taken at the moment. Send it again.';
  return { index, reason, retriable: !isTheirs };
}

function summaryOf(received: number, failed: readonly FailedEvent[]) {
  const retriable = failed.filter((event) => event.retriable).length;
  const successful = received - failed.length;
  return {
    status: failed.length === 0 ? 'success' : successful === 0 ? 'failure' : 'partial_success',
    summary: { received, successful, failed: failed.length, retriable, non_retriable: failed.length - retriable },
    failed_events: failed,
  };
}
