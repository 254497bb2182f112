// Reports on their way: sent in order, each again until it is known to be counted, and kept on disk while they cannot be sent.
import type { Log } from '../../kit/log.ts';
import type { UsageReport } from '../../kit/usage-report.ts';
import type { KeptReports } from './kept-reports.ts';
import type { UsageSink } from './usage-sink.ts';
import type { UsedOperation } from './used-operation.ts';

/** A report with the operations that it speaks of, of which it brings those that are not known yet. */
export interface NumberedReport {
  readonly report: Omit<UsageReport, 'operations'>;
  readonly operations: readonly UsedOperation[];
}

export interface ReportQueueOptions {
  readonly sink: UsageSink;
  readonly kept: KeptReports;
  /** Of processes that are gone; sent first. */
  readonly left: readonly KeptReports[];
  /** How many reports may wait; beyond, the oldest is lost. */
  readonly maxWaiting: number;
  readonly log: Log;
}

export interface ReportQueue {
  readonly instance: string;
  add(report: NumberedReport): void;
  /** Those that are not known to be counted. */
  waitingReports(): number;
  /** Requests in reports that were given up, since the start. */
  lostRequests(): number;
  /** Sends all there is. @throws when it cannot be sent now */
  send(): Promise<void>;
  /** Writes what waits to disk, and `open`, which is not to be sent yet. */
  keep(open: NumberedReport | null): Promise<void>;
  close(): void;
}

const lostMessage = 'A report of usage is lost; usage has a gap.';

export function createReportQueue({ sink, kept, left, maxWaiting, log }: ReportQueueOptions): ReportQueue {
  const waiting: NumberedReport[] = [];
  /** Numbers whose file on disk is all there is to write. */
  const written = new Set<number>();
  let lostRequests = 0;

  async function sendLeft(): Promise<void> {
    for (const other of left) {
      for (const sequence of other.sequences()) {
        await sendKept(other, sequence);
        await other.forget(sequence);
      }
    }
  }

  async function sendKept(other: KeptReports, sequence: number): Promise<void> {
    const text = await other.read(sequence);
    // Whoever took it away, or changed its rights: those behind it shall not wait for it.
    if (text === null) return void log.error({ event: 'usage.lost', instance: other.instance, sequence }, lostMessage);
    const delivery = await sink.deliver(text);
    if (delivery === 'refused' || delivery === 'unknown-operations') giveUp(JSON.parse(text) as UsageReport);
  }

  async function sendOldest(oldest: NumberedReport): Promise<void> {
    const known = await sink.deliver(textOf(oldest));
    // It has lost what it knew; everything is told again.
    const delivery = known === 'unknown-operations' ? await sink.deliver(wholeTextOf(oldest)) : known;
    if (delivery === 'refused' || delivery === 'unknown-operations') giveUp(oldest.report);
    else for (const operation of oldest.operations) operation.isReported = true;
    await forget(oldest);
  }

  /** The oldest may have been given up while it was on its way. */
  async function forget(report: NumberedReport): Promise<void> {
    const { sequence } = report.report;
    if (waiting[0] === report) waiting.shift();
    written.delete(sequence);
    await kept.forget(sequence);
  }

  function giveUp({ instance, sequence, uses, overflowed }: NumberedReport['report']): void {
    const requests = uses.reduce((sum, use) => sum + use.requests, overflowed);
    lostRequests += requests;
    log.error({ event: 'usage.lost', instance, sequence, requests }, lostMessage);
  }

  return {
    instance: kept.instance,
    add(report) {
      waiting.push(report);
      if (waiting.length <= maxWaiting) return;
      giveUp(waiting[0]!.report);
      void forget(waiting[0]!);
    },
    waitingReports: () => waiting.length,
    lostRequests: () => lostRequests,
    async send() {
      await sendLeft();
      for (let oldest = waiting[0]; oldest; oldest = waiting[0]) await sendOldest(oldest);
    },
    async keep(open) {
      for (const report of [...waiting]) {
        if (written.has(report.report.sequence)) continue;
        await kept.keep(report.report.sequence, wholeTextOf(report));
        written.add(report.report.sequence);
      }
      if (open) await kept.keep(open.report.sequence, wholeTextOf(open));
    },
    close() {
      for (const one of [kept, ...left]) one.release();
    },
  };
}

function textOf({ report, operations }: NumberedReport): string {
  return textWith(
    report,
    operations.filter(({ isReported }) => !isReported),
  );
}

function wholeTextOf({ report, operations }: NumberedReport): string {
  return textWith(report, operations);
}

function textWith(report: NumberedReport['report'], operations: readonly UsedOperation[]): string {
  const told = operations.map(({ isReported: _, ...operation }) => operation);
  return JSON.stringify({ ...report, operations: told } satisfies UsageReport);
}
