// Reports of usage on a way that loses, repeats and forgets: whatever happens to them, and however often the process ends and the
// next takes over what it finds, each is counted once, in order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptReports } from '../../gateway/usage/kept-reports.ts';
import { createReportQueue, type NumberedReport, type ReportQueue } from '../../gateway/usage/report-queue.ts';
import type { UsageSink } from '../../gateway/usage/usage-sink.ts';
import type { UsedOperation } from '../../gateway/usage/used-operation.ts';
import { createInstanceFolder, takeAbandonedFolders } from '../../kit/instance-folders.ts';
import { silentLog } from '../../kit/log.ts';
import type { UsageReport } from '../../kit/usage-report.ts';

/** `lost-answer`: it is counted, and nobody hears of it. `forgets`: the operations are not known any more. */
type Step = 'report' | 'send' | 'lost-answer' | 'down' | 'forgets' | 'keep' | 'end';
const steps = fc.array(
  fc.constantFrom<Step>('report', 'report', 'report', 'send', 'lost-answer', 'down', 'forgets', 'keep', 'end'),
  { maxLength: 40 },
);

test('each report is counted once, in the order of its process', () =>
  fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const directory = mkdtempSync(join(tmpdir(), 'gordian-reports-'));
      try {
        const { counted, reported } = await play(script, directory);
        expect(counted).toEqual(reported);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  ));

async function play(script: readonly Step[], directory: string) {
  const service = createService();
  const reported = new Map<string, number[]>();
  const operation: UsedOperation = {
    hash: '0'.repeat(64),
    name: null,
    kind: 'query',
    document: '{ a }',
    coordinates: [],
    isReported: false,
  };
  let running = start(directory, service.sink);
  let sequence = 0;
  for (const step of [...script, 'end' as const, 'send' as const]) {
    if (step === 'report') {
      sequence++;
      const { instance } = running;
      reported.set(instance, [...(reported.get(instance) ?? []), sequence]);
      await running.add(numbered(instance, sequence, operation));
    } else if (step === 'keep') await running.keep(null);
    else if (step === 'forgets') service.forget();
    else if (step === 'end') {
      // As a process ends: what waits is on disk.
      await running.keep(null);
      running.close();
      running = start(directory, service.sink);
      sequence = 0;
    } else {
      service.mood = step;
      await running.send().catch(() => undefined);
    }
  }
  running.close();
  return { counted: service.counted, reported };
}

function start(directory: string, sink: UsageSink): ReportQueue {
  const own = createInstanceFolder(directory, 'usage.directory');
  const left = takeAbandonedFolders(directory, own.instance).map(keptReports);
  return createReportQueue({ sink, kept: keptReports(own), left, maxWaiting: 1_000, log: silentLog });
}

function numbered(instance: string, sequence: number, operation: UsedOperation): NumberedReport {
  const instant = new Date(sequence).toISOString();
  const times = { startedAt: instant, from: instant, to: instant };
  const counts = { overflowed: 0, uses: [], fetches: [], observed: [], firstUses: [] };
  return { report: { instance, sequence, isLast: false, ...times, ...counts }, operations: [operation] };
}

/** Takes reports as the metadata service does. */
function createService() {
  const counted = new Map<string, number[]>();
  let knowsOperations = false;
  const service = {
    counted,
    mood: 'send' as Step,
    forget: () => {
      knowsOperations = false;
    },
    sink: {
      async deliver(text: string) {
        if (service.mood === 'down') throw new Error('nobody answers');
        const { instance, sequence, operations } = JSON.parse(text) as UsageReport;
        if (!knowsOperations && operations.length === 0) return 'unknown-operations' as const;
        knowsOperations = true;
        const own = counted.get(instance) ?? [];
        const isKnown = sequence <= (own.at(-1) ?? 0);
        if (!isKnown) counted.set(instance, [...own, sequence]);
        if (service.mood === 'lost-answer') throw new Error('the answer is lost');
        return isKnown ? ('known' as const) : ('counted' as const);
      },
    },
  };
  return service;
}
