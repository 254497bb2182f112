// How long usage, searches and reports of freshness are kept: thirteen months, so that a month can be held against the same one of
// last year. No promise looks back farther than a year.
import type { Log } from '../../../kit/log.ts';
import type { Database } from '../../../kit/postgres.ts';
import { deleteMeasuredBefore } from './queries/reports.ts';

const keptMonths = 13;
const lookEveryMs = 24 * 3_600_000;

/** @returns deletes what is too old, at most once a day, without making anyone wait */
export function createRetention(database: Database, log: Log): (now: Date) => void {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (now.getTime() - lookedAtMs < lookEveryMs) return;
    lookedAtMs = now.getTime();
    void deleteMeasuredBefore(database, monthsBefore(now)).catch((err: unknown) =>
      log.warn(
        { event: 'usage.retention', err },
        'Old usage and reports could not be deleted; it is tried again in a day.',
      ),
    );
  };
}

function monthsBefore(now: Date): Date {
  const before = new Date(now);
  before.setUTCMonth(before.getUTCMonth() - keptMonths);
  return before;
}
