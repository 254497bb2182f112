// Requests that are refused before anybody knows who asks: the first of each moment have records of their own, and a flood is
// counted, so that it cannot fill the disk.
import { refusalsRecord } from './operation-record.ts';

export interface Refusals {
  /** Whether one more may have a record of its own. */
  mayTellApart(): boolean;
  count(code: string): void;
  /** Writes what was counted. */
  stop(): void;
}

/** Records of their own in each moment. */
const maxRecords = 20;
const momentMs = 1_000;

export function createRefusals(write: (record: string) => void): Refusals {
  let since = new Date();
  let counts = new Map<string, number>();
  let records = 0;

  function endMoment(): void {
    records = 0;
    if (counts.size > 0) write(refusalsRecord(counts, since));
    counts = new Map();
    since = new Date();
  }

  const timer = setInterval(endMoment, momentMs).unref();
  return {
    mayTellApart() {
      records++;
      return records <= maxRecords;
    },
    count(code) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    },
    stop() {
      clearInterval(timer);
      endMoment();
    },
  };
}
