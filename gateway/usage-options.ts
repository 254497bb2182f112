// From the configuration to usage: whether it is reported, to whom, and where reports wait that cannot be sent.
import { join } from 'node:path';
import { createInstanceFolder, takeAbandonedFolders } from '../kit/instance-folders.ts';
import type { Log } from '../kit/log.ts';
import type { ServiceToken } from '../kit/service-token.ts';
import type { GatewayConfig } from './config.ts';
import { keptReports } from './usage/kept-reports.ts';
import { createReportQueue } from './usage/report-queue.ts';
import { createUsage, noUsage, type Usage } from './usage/usage.ts';
import { httpUsageSink } from './usage/usage-sink.ts';

/**
 * A gateway whose graph comes from a registry has somebody to tell; another one only if it is told whom.
 * @throws GordianError DIRECTORY_NOT_WRITABLE
 */
export function usageOf(config: GatewayConfig, accessToken: ServiceToken | null, log: Log): Usage {
  const { usage, supergraph, stateDirectory } = config;
  const url = usage.url ?? (supergraph.kind === 'registry' ? supergraph.url : undefined);
  if (usage.mode === 'off' || url === undefined || accessToken === null) return noUsage;
  const directory = usage.directory ?? join(stateDirectory, 'usage');
  const own = createInstanceFolder(directory, 'usage.directory');
  return createUsage({
    queue: createReportQueue({
      sink: httpUsageSink(url, accessToken),
      kept: keptReports(own),
      left: takeAbandonedFolders(directory, own.instance).map(keptReports),
      maxWaiting: usage.maxWaitingReports,
      log,
    }),
    reportEveryMs: usage.reportEveryMs,
    observeEveryMs: usage.observeEveryMs,
    limits: { maxUses: usage.maxUses, maxDocumentCharacters },
    log,
  });
}

/** Of one report, which has to fit into a request. */
const maxDocumentCharacters = 8 * 1024 * 1024;
