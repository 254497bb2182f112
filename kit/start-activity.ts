// Keeps the demo alive: adds one business event at a time, so many per minute. Off unless asked for, never in production.

import type { Log } from './log.ts';
import type { Database } from './postgres.ts';

/** Adds about one row, as the domain would by itself: an order, a payment, a message. */
export type Activity = (input: { readonly database: Database; readonly now: Date }) => Promise<void>;

export interface ActivityOptions {
  readonly activity: Activity;
  readonly database: Database;
  readonly rowsPerMinute: number;
  readonly log: Log;
}

export function startActivity({ activity, database, rowsPerMinute, log }: ActivityOptions): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  const step = () => {
    // A slow database must not be given the next row before it has taken the last one.
    underWay ??= activity({ database, now: new Date() })
      .catch((error: unknown) =>
        log.warn({ event: 'activity.failed', err: error }, 'The demo generator could not add a row.'),
      )
      .finally(() => {
        underWay = null;
      });
  };
  const timer = setInterval(step, 60_000 / rowsPerMinute).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
