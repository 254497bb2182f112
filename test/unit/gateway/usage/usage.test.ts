// What one gateway counts between two reports, and how it goes on when there is too much of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { keptReports } from '../../../../gateway/usage/kept-reports.ts';
import { OperationUsage } from '../../../../gateway/usage/operation-usage.ts';
import { createReportQueue } from '../../../../gateway/usage/report-queue.ts';
import { createUsage } from '../../../../gateway/usage/usage.ts';
import { anonymous, type Caller } from '../../../../kit/caller.ts';
import { createInstanceFolder } from '../../../../kit/instance-folders.ts';
import { createLog, silentLog } from '../../../../kit/log.ts';
import { type UsageReport, usageReport } from '../../../../kit/usage-report.ts';

const apiSchema = buildSchema('type Query { a: Int b: Int } type Subscription { ticks: Int }');
const prepared = (query: string) => prepareOperation({ apiSchema }, { query, operationName: null });
const crm: Caller = { ...anonymous, subject: 'claire', client: 'crm' };
const job: Caller = { ...anonymous, subject: 'nightly', client: 'nightly' };
const start = Date.parse('2026-03-01T10:58:00Z');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** @param maxWaiting reports that may wait */
function counting({ maxUses = 100, maxWaiting = 100, upAtMs = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-usage-'));
  folders.push(folder);
  const reports: UsageReport[] = [];
  const logged: Record<string, unknown>[] = [];
  const log = createLog({ name: 'gateway', destination: { write: (line) => void logged.push(JSON.parse(line)) } });
  const clock = { now: start };
  const sink = {
    async deliver(text: string) {
      if (clock.now < upAtMs) throw new Error('nobody answers');
      reports.push(usageReport.parse(JSON.parse(text)));
      return 'counted' as const;
    },
  };
  const kept = keptReports(createInstanceFolder(folder, 'usage.directory'));
  const usage = createUsage({
    queue: createReportQueue({ sink, kept, left: [], maxWaiting, log }),
    reportEveryMs: 3_600_000,
    observeEveryMs: 0,
    limits: { maxUses, maxDocumentCharacters: 10_000 },
    log,
    now: () => clock.now,
  });
  const ask = (query: string, caller: Caller = crm) => {
    const operation = new OperationUsage(usage);
    operation.asks(caller, null);
    operation.prepared(prepared(query));
    return operation;
  };
  return { usage, ask, clock, reports, logged };
}

const uses = (reports: readonly UsageReport[]) =>
  reports.flatMap((report) =>
    report.uses.map(({ client, clientKind, requests, errors, events, bytes }) => ({
      client,
      clientKind,
      requests,
      errors,
      events,
      bytes,
    })),
  );

describe('an operation', () => {
  test('is counted when it ends, for its client, with its bytes', async () => {
    const { usage, ask, reports } = counting();
    for (const caller of [crm, crm, job, anonymous]) {
      const operation = ask('{ a }', caller);
      operation.answered(100);
      operation.answered(20);
      operation.ended();
    }
    await usage.stop();
    expect(uses(reports)).toEqual([
      { client: 'crm', clientKind: 'APPLICATION', requests: 2, errors: 0, events: 0, bytes: 240 },
      { client: 'nightly', clientKind: 'SERVICE', requests: 1, errors: 0, events: 0, bytes: 120 },
      { client: 'anonymous', clientKind: 'ANONYMOUS', requests: 1, errors: 0, events: 0, bytes: 120 },
    ]);
  });

  test('that is refused is a request with an error; what is no operation is none', async () => {
    const { usage, ask, reports } = counting();
    const refused = ask('{ a }');
    refused.failed();
    refused.ended();
    const noOperation = new OperationUsage(usage);
    noOperation.asks(crm, null);
    noOperation.failed();
    noOperation.ended();
    await usage.stop();
    expect(uses(reports)).toMatchObject([{ requests: 1, errors: 1 }]);
  });

  test('of whoever only tries whether the graph works is used by nobody', async () => {
    const { usage, ask, reports } = counting();
    ask('{ a }', { ...job, scopes: new Set(['gordian:synthetic']) }).ended();
    ask('{ b }', job).ended();
    await usage.stop();
    expect(uses(reports)).toMatchObject([{ client: 'nightly', requests: 1 }]);
  });

  test('that is a subscription is one request, and its events are counted apart', async () => {
    const { usage, ask, reports } = counting();
    const subscription = ask('subscription { ticks }');
    subscription.began();
    for (const bytes of [10, 20, 30]) {
      subscription.answered(bytes);
      subscription.eventAnswered();
    }
    subscription.failed();
    subscription.ended();
    await usage.stop();
    expect(uses(reports)).toMatchObject([{ requests: 1, errors: 0, events: 3, bytes: 60 }]);
  });

  test('of a search is its first use only where it succeeds', async () => {
    const { usage, reports } = counting();
    for (const hasFailed of [true, false, false]) {
      const operation = new OperationUsage(usage);
      operation.asks(crm, 'search-1');
      operation.prepared(prepared('{ a }'));
      if (hasFailed) operation.failed();
      operation.ended();
    }
    await usage.stop();
    expect(reports.flatMap(({ firstUses }) => firstUses)).toMatchObject([{ search: 'search-1' }]);
  });
});

describe('what a client may send', () => {
  test.each([
    ['a client with a NUL', { ...crm, client: 'c\0rm' }],
    ['a client with half a character', { ...crm, client: 'crm\ud83d' }],
    ['a client whose name is too long', { ...crm, client: 'c'.repeat(201) }],
    ['a client without a name', { ...crm, client: '' }],
  ])('%s is counted, as nobody', async (_, caller) => {
    const { usage, ask, reports } = counting();
    ask('{ a }', caller).ended();
    await usage.stop();
    expect(uses(reports)).toMatchObject([{ client: 'anonymous', clientKind: 'ANONYMOUS', requests: 1 }]);
  });

  test('an operation with an endless name is in the report, which is taken', async () => {
    const { usage, ask, reports } = counting();
    ask(`query ${'N'.repeat(1_000)} { a }`).ended();
    await usage.stop();
    expect(reports).toMatchObject([{ operations: [{ name: 'N'.repeat(500) }] }]);
  });

  test('what cannot be counted is told, and fails nobody', async () => {
    const { usage, logged } = counting();
    const operation = new OperationUsage(usage);
    operation.prepared({ ...prepared('{ a }'), operation: null as never });
    operation.ended();
    expect(logged).toMatchObject([{ event: 'usage.uncounted' }]);
    await usage.stop();
  });
});

describe('reports', () => {
  test('end with their five minutes, follow each other without a gap, and the last one says so', async () => {
    const { usage, ask, clock, reports } = counting();
    ask('{ a }').ended();
    clock.now = Date.parse('2026-03-01T11:07:00Z');
    ask('{ a }').ended();
    await usage.stop();
    expect(reports.map(({ sequence, from, to, isLast, uses }) => [sequence, from, to, isLast, uses.length])).toEqual([
      [1, '2026-03-01T10:58:00.000Z', '2026-03-01T11:00:00.000Z', false, 1],
      [2, '2026-03-01T11:00:00.000Z', '2026-03-01T11:05:00.000Z', false, 0],
      [3, '2026-03-01T11:05:00.000Z', '2026-03-01T11:07:00.000Z', true, 1],
    ]);
  });

  test('bring the document of an operation once', async () => {
    const { usage, ask, clock, reports } = counting();
    ask('{ a }').ended();
    clock.now += 300_000;
    ask('{ a }').ended();
    ask('{ b }').ended();
    await usage.stop();
    expect(reports.map(({ operations }) => operations.map(({ document }) => document))).toEqual([
      ['{\n  a\n}'],
      ['{\n  b\n}'],
    ]);
  });

  test('never end before they begin, when the clock is set back', async () => {
    const { usage, ask, clock, reports } = counting();
    clock.now -= 3_600_000;
    ask('{ a }').ended();
    await usage.stop();
    expect(reports).toMatchObject([{ from: '2026-03-01T10:58:00.000Z', to: '2026-03-01T10:58:00.000Z' }]);
    expect(uses(reports)).toMatchObject([{ requests: 1 }]);
  });
});

describe('too much', () => {
  test('operations and clients beyond the limit are counted together, and told', async () => {
    const { usage, ask, reports, logged } = counting({ maxUses: 2 });
    for (const client of ['one', 'two', 'three', 'four', 'one']) ask('{ a }', { ...crm, client }).ended();
    await usage.stop();
    expect(uses(reports).map(({ client, requests }) => [client, requests])).toEqual([
      ['one', 2],
      ['two', 1],
    ]);
    expect(reports[0]!.overflowed).toBe(2);
    expect(usage.state().lostRequests).toBe(0);
    expect(logged.filter(({ event }) => event === 'usage.overflow')).toMatchObject([{ requests: 2 }]);
  });

  test('documents that do not fit into one report are counted together as well', async () => {
    const { usage, ask, reports } = counting();
    for (let index = 0; index < 200; index++) ask(`query ${'Long'.repeat(20)}${index} { a }`).ended();
    await usage.stop();
    const [report] = reports;
    expect(report!.uses.length + report!.overflowed).toBe(200);
    expect(report!.overflowed).toBeGreaterThan(0);
    expect(JSON.stringify(report!.operations).length).toBeLessThan(100_000);
  });

  test('reports that nobody takes are lost from the oldest on, and told with what was in them', async () => {
    const hourMs = 3_600_000;
    const { usage, ask, clock, reports, logged } = counting({ maxWaiting: 2, upAtMs: start + hourMs });
    for (const afterMs of [0, hourMs / 4, hourMs / 2, hourMs]) {
      clock.now = start + afterMs;
      ask('{ a }').ended();
    }
    await usage.stop();
    const lost = logged.filter(({ event }) => event === 'usage.lost');
    expect(reports.map(({ sequence }) => sequence)).toEqual([lost.length + 1, lost.length + 2]);
    expect(lost.reduce((sum, { requests }) => sum + Number(requests), 0) + uses(reports).length).toBe(4);
  });

  test('the first use of a search is left out with its operation', async () => {
    const { usage, ask, reports } = counting({ maxUses: 1 });
    ask('{ a }').ended();
    const beyond = new OperationUsage(usage);
    beyond.asks(crm, 'search-1');
    beyond.prepared(prepared('{ b }'));
    beyond.ended();
    await usage.stop();
    expect(reports).toMatchObject([{ overflowed: 1, firstUses: [] }]);
  });

  test('a report that is given up while it is on its way takes no other with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gordian-usage-'));
    folders.push(folder);
    const taken: number[] = [];
    const waiting: (() => void)[] = [];
    const sink = {
      async deliver(text: string) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        taken.push((JSON.parse(text) as UsageReport).sequence);
        return 'counted' as const;
      },
    };
    const kept = keptReports(createInstanceFolder(folder, 'usage.directory'));
    const queue = createReportQueue({ sink, kept, left: [], maxWaiting: 1, log: silentLog });
    const report = (sequence: number) => ({
      report: { ...nothing, instance: queue.instance, sequence },
      operations: [],
    });
    queue.add(report(1));
    const sending = queue.send();
    await vi.waitUntil(() => waiting.length > 0, { timeout: 20_000 });
    queue.add(report(2));
    waiting.shift()!();
    await vi.waitUntil(() => waiting.length > 0, { timeout: 20_000 });
    waiting.shift()!();
    await sending;
    expect(taken).toEqual([1, 2]);
  });
});

const instant = '2026-03-01T10:58:00.000Z';
const nothing = {
  startedAt: instant,
  from: instant,
  to: instant,
  isLast: false,
  overflowed: 0,
  uses: [],
  fetches: [],
  observed: [],
  firstUses: [],
};
