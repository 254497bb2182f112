// Keeps the graph in memory in step with the tables: made once in the background, then fed by the log, which every process reads
// for itself; at the same beat what the traffic shows is taken over. While there is none yet, questions go to the tables.
import type { Clock } from '../../../../kit/clock.ts';
import type { Log } from '../../../../kit/log.ts';
import type { Database } from '../../../../kit/postgres.ts';
import { observeOperations } from '../observe-operations.ts';
import { forgetLog, forgottenTo, type LogEntry, logAfter } from '../queries/log.ts';
import { finish } from './compressed-graph.ts';
import type { ChangingIndex, LineageIndex } from './lineage-index.ts';
import { loadIndex } from './load-index.ts';

export interface ServedIndex {
  readonly index: LineageIndex;
  /** When it was last known to have everything. */
  readonly knownAt: Date;
}

export interface LineageFollower {
  /** What questions are answered from; null until it is made. */
  served(): ServedIndex | null;
  /** The same with everything that was written before the call. */
  catchUp(): Promise<ServedIndex | null>;
  stop(): Promise<void>;
}

export interface FollowLineageOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly intervalMs: number;
}

/** A copy that was further behind is made anew. */
const logKeptMs = 24 * 3_600_000;
/** Entries of the log that are read at once. */
const batchEntries = 10_000;
/** With more changes than this and than a hundredth of the edges on top, it is made anew. */
const minChangesToCompact = 10_000;
const bytesPerEdge = 8;

export function followLineage({ database, clock, log, intervalMs }: FollowLineageOptions): LineageFollower {
  let index: ChangingIndex | null = null;
  let knownAt = new Date(0);
  let isServed = false;

  const readOn = async (): Promise<void> => {
    index ??= await loadIndex(database);
    let isBehind = true;
    while (isBehind) {
      const askedAt = clock.now();
      const entries = await logAfter(database, index.position, batchEntries);
      // Asked afterwards: what was forgotten in between is not among the entries.
      if ((await forgottenTo(database)) > index.position) {
        index = await loadIndex(database);
        continue;
      }
      applyLog(index, entries);
      isBehind = entries.length === batchEntries;
      if (!isBehind) knownAt = askedAt;
    }
    isServed = true;
    if (hasManyChanges(index)) await finish(index.compact());
  };
  // One after the other: a graph that is being made anew must not change.
  let underWay: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    underWay = underWay.then(readOn).catch((error: unknown) => {
      log.error(
        { event: 'lineage.index_failed', err: error },
        'The lineage graph in memory could not be brought up to date.',
      );
    });
    return underWay;
  };
  const served = (): ServedIndex | null => (index !== null && isServed ? { index, knownAt } : null);

  const observeAndLook = (): Promise<void> => {
    underWay = underWay
      .then(() => observeOperations(database, clock.now()))
      .then(() => forgetLog(database, new Date(clock.now().getTime() - logKeptMs)))
      .catch((error: unknown) => {
        log.error(
          { event: 'lineage.observe_failed', err: error },
          'What the traffic shows could not be taken over, or the log not shortened.',
        );
      });
    return look();
  };

  void look();
  const timer = setInterval(observeAndLook, intervalMs).unref();
  return {
    served,
    catchUp: async () => {
      await look();
      return served();
    },
    stop: () => {
      clearInterval(timer);
      return underWay;
    },
  };
}

export function applyLog(index: ChangingIndex, entries: readonly LogEntry[]): void {
  for (const { seq, op, src, dst, carries } of entries) {
    if (op === '+') index.set(src, dst, carries);
    else index.remove(src, dst);
    index.advanceTo(seq);
  }
}

function hasManyChanges({ changes, bytes }: LineageIndex): boolean {
  return changes > minChangesToCompact && changes > bytes / bytesPerEdge / 100;
}
