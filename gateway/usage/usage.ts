// Usage of a gateway: which operations which clients sent, how subgraphs answered, and what fields hold, summed and reported to
// the metadata service every few seconds. Counting never waits and never fails a request.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../kit/log.ts';
import { usageBucketMs } from '../../kit/usage-report.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';
import { observeFields } from './observe-fields.ts';
import type { NumberedReport, ReportQueue } from './report-queue.ts';
import { UsageWindow, type UseFacts, type UsingClient, type WindowLimits } from './usage-window.ts';
import { createUsedOperations } from './used-operation.ts';

export interface CountedUse extends Omit<UseFacts, 'computeMs'> {
  readonly prepared: PreparedOperation;
  readonly client: UsingClient;
  /** What was fetched for it; null when nothing was. */
  readonly fetched: FetchedData | null;
  /** The search whose findings the client tries, if it says so. */
  readonly search: string | null;
}

export interface Usage {
  /** An operation was answered or refused, or an event of a subscription was answered. */
  count(use: CountedUse): void;
  /** Looks at the values of the answer, if it is time for a sample. */
  observe(operation: AuthorizedOperation, fetched: FetchedData): void;
  /** Reports that wait to be taken, and requests in those that were given up. */
  state(): { readonly waitingReports: number; readonly lostRequests: number };
  /** Reports what is counted; what cannot be reported in time is kept on disk. */
  stop(): Promise<void>;
}

export const noUsage: Usage = {
  count() {},
  observe() {},
  state: () => ({ waitingReports: 0, lostRequests: 0 }),
  stop: () => Promise.resolve(),
};

export interface UsageOptions {
  readonly queue: ReportQueue;
  readonly reportEveryMs: number;
  /** Between two answers whose values are looked at. */
  readonly observeEveryMs: number;
  readonly limits: WindowLimits;
  readonly log: Log;
  readonly now?: () => number;
}

/** For the last reports when the gateway stops. */
const reportAtEndMs = 2_000;

export function createUsage({
  queue,
  reportEveryMs,
  observeEveryMs,
  limits,
  log,
  now = Date.now,
}: UsageOptions): Usage {
  const operationOf = createUsedOperations();
  let window = new UsageWindow(now(), limits);
  const startedAt = new Date(window.fromMs).toISOString();
  let sequence = 1;
  let observedAtMs = Number.NEGATIVE_INFINITY;
  let isHealthy = true;
  let reporting = Promise.resolve();
  const stopping = new AbortController();

  /** The window of this moment; one whose five minutes are over is closed. */
  const windowAt = (nowMs: number): UsageWindow => {
    for (let endMs = endOfBucket(window.fromMs); nowMs >= endMs; endMs = endOfBucket(window.fromMs)) closeWindow(endMs);
    return window;
  };

  const closeWindow = (toMs: number, isLast = false): void => {
    if (window.overflowed > 0) tellOverflow(window.overflowed);
    queue.add(numbered(toMs, isLast));
    sequence++;
    window = new UsageWindow(toMs, limits);
  };

  // Once for each request: nothing is made that only lives here.
  const count = ({ prepared, client, fetched, search, isEvent, hasErrors, bytes }: CountedUse): void => {
    const nowMs = now();
    const current = windowAt(nowMs);
    const operation = operationOf(prepared);
    let computeMs = 0;
    for (const fetch of fetched?.fetches ?? []) {
      computeMs += fetch.durationMs;
      if (fetch.tellsOfSubgraph) current.fetched(fetch);
    }
    const isCounted = current.count(operation, client, { isEvent, hasErrors, computeMs, bytes }, nowMs);
    if (isCounted && search !== null && !hasErrors) current.firstUse(search, operation, nowMs);
  };

  const numbered = (toMs: number, isLast: boolean): NumberedReport => ({
    report: {
      instance: queue.instance,
      startedAt,
      sequence,
      from: new Date(window.fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      isLast,
      ...window.report(),
    },
    operations: [...window.operations()],
  });

  const tellOverflow = (requests: number): void =>
    log.warn(
      { event: 'usage.overflow', requests },
      `More than ${limits.maxUses} operations and clients in one report (usage.maxUses): the rest was counted together.`,
    );

  /** A clock that was set back must not make a window that ends before it begins. */
  const endOfWindow = (): number => Math.max(now(), window.fromMs);

  /** While former reports cannot be sent, the window stays open, so that few reports wait. */
  const report = async (): Promise<void> => {
    try {
      windowAt(now());
      await queue.send();
      if (stopping.signal.aborted) return;
      closeWindow(endOfWindow());
      await queue.send();
      noteHealth(true);
    } catch (error) {
      noteHealth(false, error);
      await keep(stopping.signal.aborted ? null : numbered(endOfWindow(), false));
    }
  };

  const keep = (open: NumberedReport | null): Promise<void> =>
    queue
      .keep(open)
      .catch((err: unknown) => log.error({ event: 'usage.unkept', err }, 'Reports of usage cannot be kept on disk.'));

  const noteHealth = (healthy: boolean, error?: unknown): void => {
    if (healthy === isHealthy) return;
    isHealthy = healthy;
    if (healthy) log.info({ event: 'usage.reported' }, 'usage is reported again');
    else log.warn({ event: 'usage.unreported', err: error }, 'usage cannot be reported; it is kept until it can be');
  };

  const reportFromTimeToTime = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(reportEveryMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      reporting = report();
      await reporting;
    }
  };
  void reportFromTimeToTime();

  return {
    count(use) {
      try {
        count(use);
      } catch (err) {
        log.error({ event: 'usage.uncounted', hash: use.prepared.hash, err }, 'An operation is not in the usage.');
      }
    },
    observe(operation, fetched) {
      const nowMs = now();
      if (nowMs - observedAtMs < observeEveryMs && nowMs >= observedAtMs) return;
      observedAtMs = nowMs;
      const current = windowAt(nowMs);
      observeFields(operation, fetched, (...counts) => current.observe(...counts));
    },
    state: () => ({ waitingReports: queue.waitingReports(), lostRequests: queue.lostRequests() }),
    async stop() {
      stopping.abort();
      windowAt(now());
      closeWindow(endOfWindow(), true);
      // First of all: whoever takes the reports may not answer in time.
      await keep(null);
      const sent = reporting.then(() => queue.send()).catch((error: unknown) => noteHealth(false, error));
      await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, reportAtEndMs).unref())]);
      queue.close();
    },
  };
}

function endOfBucket(fromMs: number): number {
  return (Math.floor(fromMs / usageBucketMs) + 1) * usageBucketMs;
}
