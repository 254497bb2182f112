import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { createMetadataService } from '../../../kit/metadata-service.ts';
import { startWatermarkReporter, type Watermark } from '../../../kit/report-watermarks.ts';
import type { Rounds, Schedule } from '../../../kit/rounds.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';

const tenOClock = new Date('2026-11-22T10:00:00Z');
const elevenOClock = new Date('2026-11-22T11:00:00Z');

let metadata: HttpStub;
let status: number;
let present: Watermark[];
let reporter: Rounds;
let logged: string[];
let pending: { action: () => void; delayMs: number } | null;
let whenPending: () => void;

/** Time passes only when a test says so. */
const schedule: Schedule = (action, delayMs) => {
  pending = { action, delayMs };
  whenPending();
  return () => {
    pending = null;
  };
};

/** Runs the waiting round, and returns the delay after which the next one was ordered. */
async function nextRound(): Promise<number> {
  const { action } = pending!;
  const ordered = new Promise<void>((resolve) => {
    whenPending = resolve;
  });
  action();
  await ordered;
  return pending!.delayMs;
}

beforeEach(async () => {
  status = 202;
  logged = [];
  whenPending = () => {};
  present = [{ product: 'orders/orders', eventTime: tenOClock, rows: 5 }];
  metadata = await startHttpStub(() => ({ status }));
  reporter = startWatermarkReporter({
    read: async () => present,
    metadata: createMetadataService(metadata.url, async () => 'service-token'),
    log: createLog({ name: 'orders', destination: { write: (line) => void logged.push(line) } }),
    intervalMs: 5_000,
    schedule,
  });
});
afterEach(async () => {
  await reporter.stop();
  await metadata.close();
});

const bodies = () => metadata.requests.map((request) => JSON.parse(request.body));

test('a watermark is reported with the token of the service, and again only when it moves', async () => {
  expect(await nextRound()).toBe(5_000);
  await nextRound();
  expect(metadata.requests).toHaveLength(1);
  expect(metadata.requests[0]).toMatchObject({
    method: 'POST',
    path: '/api/v1/watermarks',
    headers: { authorization: 'Bearer service-token' },
  });
  present = [...present, { product: 'orders/orders', element: 'Order.total', eventTime: elevenOClock }];
  await nextRound();
  expect(bodies()).toEqual([
    { product: 'orders/orders', eventTime: '2026-11-22T10:00:00.000Z', rows: 5 },
    { product: 'orders/orders', element: 'Order.total', eventTime: '2026-11-22T11:00:00.000Z' },
  ]);
});

test('what does not move is repeated now and then, so that silence means something', async () => {
  for (let round = 0; round <= 12; round += 1) await nextRound();
  expect(metadata.requests).toHaveLength(2);
});

test.each([
  ['that fails', 503],
  ['that has not heard of the product yet', 404],
])('metadata %s is asked again soon, then less and less often, and told everything at last', async (_what, refusal) => {
  status = refusal;
  const delays: number[] = [];
  for (let round = 0; round < 8; round += 1) delays.push(await nextRound());
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  status = 202;
  present = [{ product: 'orders/orders', eventTime: elevenOClock }];
  expect(await nextRound()).toBe(5_000);
  expect(bodies().at(-1)).toEqual({ product: 'orders/orders', eventTime: '2026-11-22T11:00:00.000Z' });
});

test('the log warns once of metadata that goes on failing, and not of a slow start', async () => {
  status = 404;
  for (let round = 0; round < 3; round += 1) await nextRound();
  expect(logged).toEqual([]);
  for (let round = 0; round < 3; round += 1) await nextRound();
  expect(logged.map((line) => JSON.parse(line).event)).toEqual(['watermark.failed']);
});

test('metadata that is gone is no fault of the process', async () => {
  await metadata.close();
  expect(await nextRound()).toBe(1_000);
});

test('a stopped reporter orders no further round', async () => {
  await nextRound();
  await reporter.stop();
  expect(pending).toBeNull();
});
