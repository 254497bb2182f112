// The breaker of one subgraph. Closed: everything passes, and outcomes are counted over a rolling window. Open: nothing
// passes. Half open: one request probes, and its outcome decides. It judges the way to a subgraph (refused, reset, too slow),
// never what the subgraph says.
import type { BreakerSettings } from './subgraph-settings.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerChange {
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** For the log. */
  readonly reason: string;
}

/** `unknown`: it was ended for another reason, such as a client who left, before the way could show what it is worth. */
export type Outcome = 'reached' | 'failed' | 'unknown';

/** Given to each request that passes and handed back with its outcome; one of an earlier state is without effect. */
export type Permit = number;

const bucketCount = 10;

interface Bucket {
  /** Number of the slice of time that it counts. */
  slice: number;
  reached: number;
  failed: number;
}

export class Breaker {
  readonly #settings: BreakerSettings;
  readonly #now: () => number;
  readonly #onChange: (change: BreakerChange) => void;
  readonly #buckets: readonly Bucket[];
  readonly #bucketMs: number;
  #state: BreakerState = 'closed';
  #permit: Permit = 1;
  #opensUntilMs = 0;
  #isProbing = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(settings: BreakerSettings, now: () => number, onChange: (change: BreakerChange) => void) {
    this.#settings = settings;
    this.#now = now;
    this.#onChange = onChange;
    this.#bucketMs = settings.windowMs / bucketCount;
    this.#buckets = Array.from({ length: bucketCount }, () => ({ slice: -1, reached: 0, failed: 0 }));
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** @returns null when the request must not be sent */
  admit(): Permit | null {
    if (this.#state === 'closed') return this.#permit;
    if (this.#state === 'open') {
      if (this.#now() < this.#opensUntilMs) return null;
      this.#change('half-open', `it was left alone for ${this.#settings.openMs} ms`);
    }
    if (this.#isProbing) return null;
    this.#isProbing = true;
    return this.#permit;
  }

  /** To be called once for each permit. */
  settle(permit: Permit, outcome: Outcome): void {
    if (permit !== this.#permit) return;
    if (this.#state === 'half-open') this.#settleProbe(outcome);
    else if (outcome !== 'unknown' && this.#settings.enabled) this.#count(outcome);
  }

  #settleProbe(outcome: Outcome): void {
    this.#isProbing = false;
    if (outcome === 'reached') this.#change('closed', 'the probe reached it');
    if (outcome === 'failed') this.#open('the probe failed');
  }

  #count(outcome: 'reached' | 'failed'): void {
    const slice = Math.floor(this.#now() / this.#bucketMs);
    const bucket = this.#buckets[slice % bucketCount]!;
    if (bucket.slice !== slice) {
      bucket.slice = slice;
      bucket.reached = 0;
      bucket.failed = 0;
    }
    bucket[outcome]++;
    if (outcome === 'failed') this.#openIfMostFailed(slice);
  }

  #openIfMostFailed(slice: number): void {
    const { failureRate, minimumRequests, windowMs } = this.#settings;
    const recent = this.#buckets.filter((bucket) => bucket.slice > slice - bucketCount);
    const failed = recent.reduce((sum, bucket) => sum + bucket.failed, 0);
    const all = recent.reduce((sum, bucket) => sum + bucket.reached, failed);
    if (all >= minimumRequests && failed >= failureRate * all)
      this.#open(`${failed} of ${all} requests failed within ${windowMs} ms`);
  }

  #open(reason: string): void {
    this.#opensUntilMs = this.#now() + this.#settings.openMs;
    this.#change('open', reason);
  }

  #change(to: BreakerState, reason: string): void {
    const from = this.#state;
    this.#state = to;
    this.#permit++;
    this.#isProbing = false;
    for (const bucket of this.#buckets) bucket.slice = -1;
    this.#onChange({ from, to, reason });
  }
}
