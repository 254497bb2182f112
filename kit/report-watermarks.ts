// Tells the metadata service how far the data of a product reaches: the time of its latest event, whenever that changes,
// and now and then though nothing changed, so that silence differs from a dead reporter. Metadata that is down, or has
// not heard of the product yet, is no fault of this process: it tries again.

import type { Log } from './log.ts';
import type { MetadataService } from './metadata-service.ts';
import { type Rounds, type Schedule, startRounds } from './rounds.ts';

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

export interface WatermarkReporterOptions {
  readonly read: () => Promise<readonly Watermark[]>;
  readonly metadata: MetadataService;
  readonly log: Log;
  readonly intervalMs?: number;
  readonly schedule?: Schedule;
}

const repeatEveryRounds = 12;

export function startWatermarkReporter({ read, metadata, log, ...options }: WatermarkReporterOptions): Rounds {
  const sent = new Map<string, string>();
  let rounds = 0;

  async function report(): Promise<void> {
    if (rounds % repeatEveryRounds === 0) sent.clear();
    for (const watermark of await read()) {
      const key = JSON.stringify([watermark.product, watermark.element]);
      const state = JSON.stringify([watermark.eventTime, watermark.rows]);
      if (sent.get(key) === state) continue;
      await metadata.post('/api/v1/watermarks', watermark);
      sent.set(key, state);
    }
    rounds += 1;
  }

  return startRounds({
    round: report,
    intervalMs: options.intervalMs ?? 5_000,
    onFailing: (error) =>
      log.warn({ event: 'watermark.failed', err: error }, 'A watermark could not be reported; trying again.'),
    schedule: options.schedule,
  });
}
