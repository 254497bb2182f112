// Tells the metadata service how far the data of a product reaches: the time of its latest event, whenever that changes,
// and now and then though nothing changed, so that silence differs from a dead reporter. Metadata that is down, or has
// not heard of the product yet, is no fault of this process: it tries again soon, and waits longer each time.

import { request } from 'undici';
import { GordianError } from './errors.ts';
import type { Log } from './log.ts';
import type { ServiceToken } from './service-token.ts';

export interface Watermark {
  /** `orders/orders` */
  readonly product: string;
  /** Coordinate of the part that it is about; absent for the whole product. */
  readonly element?: string;
  /** Event time of the latest row. */
  readonly eventTime: Date;
  /** When that row arrived here; now when absent. */
  readonly arrivedAt?: Date;
  /** Rows in all. */
  readonly rows?: number;
}

/** Runs an action once after a delay; the returned function cancels it. */
export type Schedule = (action: () => void, delayMs: number) => () => void;

export interface WatermarkReporterOptions {
  readonly read: () => Promise<readonly Watermark[]>;
  readonly metadataUrl: string;
  readonly token: ServiceToken;
  readonly log: Log;
  readonly intervalMs?: number;
  readonly schedule?: Schedule;
}

export interface WatermarkReporter {
  stop(): Promise<void>;
}

// At a start the product is registered a moment after its subgraph listens.
const firstRetryMs = 1_000;
const longestDelayMs = 60_000;
/** Sooner, every start would warn. */
const failuresUntilWarned = 4;
const repeatEveryRounds = 12;

export function startWatermarkReporter(options: WatermarkReporterOptions): WatermarkReporter {
  const intervalMs = options.intervalMs ?? 5_000;
  const schedule = options.schedule ?? inBackground;
  const sent = new Map<string, string>();
  let failures = 0;
  let rounds = 0;
  let stopped = false;
  let underWay = Promise.resolve();
  let cancel = schedule(beginRound, 0);

  function beginRound(): void {
    underWay = round();
  }

  async function round(): Promise<void> {
    try {
      if (rounds % repeatEveryRounds === 0) sent.clear();
      await reportChanges(options, sent);
      rounds += 1;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === failuresUntilWarned)
        options.log.warn({ event: 'watermark.failed', err: error }, 'A watermark could not be reported; trying again.');
    }
    const delayMs = failures === 0 ? intervalMs : Math.min(longestDelayMs, firstRetryMs * 2 ** (failures - 1));
    if (!stopped) cancel = schedule(beginRound, delayMs);
  }

  return {
    stop: () => {
      stopped = true;
      cancel();
      return underWay;
    },
  };
}

async function reportChanges(options: WatermarkReporterOptions, sent: Map<string, string>): Promise<void> {
  for (const watermark of await options.read()) {
    const key = JSON.stringify([watermark.product, watermark.element]);
    const state = JSON.stringify([watermark.eventTime, watermark.rows]);
    if (sent.get(key) === state) continue;
    await send(options, watermark);
    sent.set(key, state);
  }
}

async function send(options: WatermarkReporterOptions, watermark: Watermark): Promise<void> {
  const answer = await request(new URL('/api/v1/watermarks', options.metadataUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${await options.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify(watermark),
    headersTimeout: 5_000,
    bodyTimeout: 5_000,
  });
  await answer.body.dump();
  if (answer.statusCode >= 300) {
    throw new GordianError(
      'SUBGRAPH_ERROR',
      `Metadata refused a watermark of ${watermark.product} with status ${answer.statusCode}.`,
    );
  }
}

function inBackground(action: () => void, delayMs: number): () => void {
  const timer = setTimeout(action, delayMs).unref();
  return () => clearTimeout(timer);
}
