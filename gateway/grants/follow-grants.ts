// Follows what is granted: asks every second, and at once when the stream has news, so that what is approved or revoked holds
// here within two seconds. What nobody has confirmed for a while is not honoured.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../kit/log.ts';
import { oneAtATime } from '../../kit/one-at-a-time.ts';
import type { Grants } from './grants.ts';
import type { GrantsSource } from './grants-source.ts';
import { type HeldGrants, heldGrants, nothingHeld } from './held-grants.ts';
import { createUseReport } from './use-report.ts';

export interface FollowedGrants {
  readonly source: GrantsSource;
  readonly pollIntervalMs: number;
  /** How long after the last confirmation grants are honoured. */
  readonly maxStaleMs: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly log: Log;
}

const openAgainMs = 100;

/** Begins to follow; until the first answer nothing is held. */
export function followGrants({ source, pollIntervalMs, maxStaleMs, now = Date.now, log }: FollowedGrants): Grants {
  const stopping = new AbortController();
  const { signal } = stopping;
  const report = createUseReport(source, log);
  let held: HeldGrants = nothingHeld;
  let version: string | null = null;
  let confirmedAt: number | null = null;
  let isHealthy = true;

  /** A clock that was set back makes the age negative: then nobody knows how old it is. */
  const isConfirmed = (): boolean => {
    const ageMs = confirmedAt === null ? Number.POSITIVE_INFINITY : now() - confirmedAt;
    return ageMs >= 0 && ageMs <= maxStaleMs;
  };

  const load = async (): Promise<void> => {
    // From before the question: what changed since may be missing in the answer.
    const askedAt = now();
    const snapshot = await source.load(version, signal);
    if (snapshot) {
      const former = held;
      held = heldGrants(snapshot);
      version = snapshot.version;
      report.applied([...held.ids].filter((id) => !former.ids.has(id)));
    }
    confirmedAt = askedAt;
  };

  const look = oneAtATime(async () => {
    if (signal.aborted) return;
    await load().then(
      () => noteHealth(true),
      (error: unknown) => noteHealth(false, error),
    );
  });

  const noteHealth = (healthy: boolean, error?: unknown): void => {
    if (signal.aborted || healthy === isHealthy) return;
    isHealthy = healthy;
    if (healthy) log.info({ event: 'grants.followed' }, 'grants are known again');
    else
      log.warn(
        { event: 'grants.unknown', err: error },
        `grants cannot be read; in ${maxStaleMs} ms none is honoured any more (grants.maxStaleMs)`,
      );
  };

  const hear = (told: string): void => {
    if (told === version) confirmedAt = now();
    else void look();
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      await look();
      await report.send();
      await rest(pollIntervalMs, signal);
    }
  };
  const listen = async (): Promise<void> => {
    while (!signal.aborted) {
      let restMs = pollIntervalMs;
      try {
        for await (const told of source.versions(signal)) {
          hear(told);
          // It ends with the token that opened it; with the next one nothing is missed. One that always ends must not keep us busy.
          restMs = openAgainMs;
        }
      } catch (error) {
        restMs = pollIntervalMs;
        log.debug({ event: 'grants.stream_lost', err: error }, 'the stream of grants is lost; polling goes on');
      }
      await rest(Math.min(restMs, pollIntervalMs), signal);
    }
  };

  const following = [poll(), listen()];
  return {
    of(caller) {
      if (!isConfirmed()) return [];
      const grants = held.of(caller);
      const seconds = now() / 1_000;
      return grants.every(({ validUntil }) => validUntil > seconds)
        ? grants
        : grants.filter(({ validUntil }) => validUntil > seconds);
    },
    brokenGlass(caller, ticket) {
      const glass = isConfirmed() ? held.brokenGlass(caller, ticket) : undefined;
      return glass && glass.validUntil > now() / 1_000 ? glass : undefined;
    },
    used: (ids) => report.used(ids, now()),
    asOf: () => (confirmedAt === null ? null : new Date(confirmedAt)),
    async stop() {
      stopping.abort();
      await Promise.all(following);
      await report.send();
    },
  };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
