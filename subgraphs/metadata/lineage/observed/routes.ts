// Domains report which columns of their databases reach which fields, as their requests have shown. Callers bring the service token
// with which they report lineage.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GordianError } from '../../../../kit/errors.ts';
import type { SubgraphServices } from '../../../../kit/serve-subgraph.ts';
import { type Reporter, requireReportsOn } from '../../registry/reporter.ts';
import type { ServiceCallers } from '../../registry/service-caller.ts';
import { positionHeader } from '../openlineage/routes.ts';
import { type ObservedReport, takeObserved } from './take-observed.ts';

const maxEdges = 1_000;
const name = z.string().min(1).max(200);
const reportBody = z.strictObject({
  domain: name,
  namespace: name.regex(/^postgres:\/\/[^/@?#\s]+$/, 'must be postgres://host:port'),
  database: name,
  edges: z
    .array(
      z.strictObject({
        schema: name,
        table: name,
        column: name,
        field: name.regex(/^\w+\.\w+$/, 'must be Type.field'),
        transform: z.enum(['DIRECT', 'INDIRECT']),
      }),
    )
    .max(maxEdges),
});

export function addObservedRoutes(
  app: FastifyInstance,
  { database, clock }: Pick<SubgraphServices, 'database' | 'clock'>,
  identify: ServiceCallers,
): void {
  const reporters = new WeakMap<object, Reporter>();
  // Before the body is read: a stranger costs no memory.
  const onRequest = async (request: { headers: { authorization?: string } }) => {
    reporters.set(request, await identify.reporter(request.headers.authorization, 'gordian:lineage:write'));
  };
  app.post('/api/v1/lineage/observed', { onRequest }, async (request, reply) => {
    const report = readReport(request.body);
    const reporter = reporters.get(request)!;
    requireReportsOn(reporter, report.domain);
    const position = await takeObserved(database, report, reporter, clock.now());
    if (position !== null) reply.header(positionHeader, position);
    return reply.code(204).send();
  });
}

/** @throws GordianError BAD_USER_INPUT */
function readReport(body: unknown): ObservedReport {
  const read = reportBody.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new GordianError(
    'BAD_USER_INPUT',
    `This is no report of columns and fields: ${issue!.path.join('.') || 'the body'}: ${issue!.message}.`,
  );
}
