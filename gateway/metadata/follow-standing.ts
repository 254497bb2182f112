// Follows how the products stand: asks every second or so, and keeps the last answer for as long as there is no other. What is
// kept grows no staler than it says: the age of data is computed from the clock, and `asOf` tells when it was confirmed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../kit/log.ts';
import type { StandingSnapshot } from '../../schema/standing.ts';
import type { KnownStanding, Standing } from './standing.ts';
import type { StandingSource } from './standing-source.ts';

export interface FollowedStanding {
  readonly source: StandingSource;
  readonly pollIntervalMs: number;
  readonly log: Log;
  readonly now?: () => Date;
}

/** Begins to follow; nothing is known until the first answer. */
export function followStanding({ source, pollIntervalMs, log, now = () => new Date() }: FollowedStanding): Standing {
  const stopping = new AbortController();
  const { signal } = stopping;
  let snapshot: StandingSnapshot | null = null;
  let known: KnownStanding | null = null;
  let isHealthy = true;

  const load = async (): Promise<void> => {
    // From before the question: what changed since may be missing in the answer.
    const asOf = now();
    const loaded = await source.load(snapshot?.version ?? null, signal);
    snapshot = loaded ?? snapshot;
    known = { asOf, products: loaded ? byId(loaded) : (known?.products ?? new Map()) };
  };

  const noteHealth = (healthy: boolean, error?: unknown): void => {
    if (signal.aborted || healthy === isHealthy) return;
    isHealthy = healthy;
    if (healthy) log.info({ event: 'standing.followed' }, 'how the products stand is known again');
    else
      log.warn(
        { event: 'standing.unknown', err: error },
        'how the products stand cannot be read; what is known ages meanwhile',
      );
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      await load().then(
        () => noteHealth(true),
        (error: unknown) => noteHealth(false, error),
      );
      await pause(pollIntervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };

  const following = poll();
  return {
    known: () => known,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}

function byId({ products }: StandingSnapshot): KnownStanding['products'] {
  return new Map(products.map((product) => [product.id, product]));
}
