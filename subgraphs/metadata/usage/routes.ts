// Where gateways report usage, with an access token of their own.
import type { FastifyInstance } from 'fastify';
import { GordianError } from '../../../kit/errors.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { type UsageReport, usageReport, usageReportPath } from '../../../kit/usage-report.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import { createRetention } from './retention.ts';
import { takeReport } from './take-report.ts';

/** Ten thousand uses, and the documents of as many new operations as a gateway sends at once. */
const reportLimitBytes = 32 * 1024 * 1024;

export function addUsageRoutes(
  app: FastifyInstance,
  { database, clock, log }: Pick<SubgraphServices, 'database' | 'clock' | 'log'>,
  identify: ServiceCallers,
): void {
  const retain = createRetention(database, log);
  app.post(
    usageReportPath,
    {
      bodyLimit: reportLimitBytes,
      // Before the body is read: a stranger costs no memory.
      onRequest: async (request: { headers: { authorization?: string }; client: string }) => {
        request.client = await identify(request.headers.authorization, 'gordian:usage:write');
      },
    },
    async (request) => {
      const report = readReport(request.body);
      const now = clock.now();
      retain(now);
      return { receipt: await takeReport(database, { report, client: request.client, now }) };
    },
  );
}

function readReport(body: unknown): UsageReport {
  const read = usageReport.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new GordianError(
    'BAD_USER_INPUT',
    `This is no report of usage: ${issue?.path.join('.') || 'it'} ${issue?.message ?? ''}`,
  );
}
