// When the source is asked for another supergraph: at once when it tells of one, and every so often whatever it tells. One question
// at a time: a storm of publications makes no more generations than can be built, and the newest is asked for last.
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../kit/log.ts';
import { oneAtATime } from '../../kit/one-at-a-time.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface FollowedSource {
  readonly source: Pick<SupergraphSource, 'newest'>;
  /** Asks, and serves what is new. @returns false when the source could not be asked */
  readonly look: () => Promise<boolean>;
  /** The id of what was read last, served or refused; null before the first. */
  readonly known: () => string | null;
  /** Between two questions; the first ones after a failed start come faster. */
  readonly pollIntervalMs: number;
  readonly log: Log;
}

export interface SourceFollower {
  /** Resolves after the first question, whatever came of it. */
  readonly begun: Promise<void>;
  stop(): void;
}

const firstRetryMs = 250;
const listenAgainMs = 1_000;
const openAgainMs = 100;

export function followSource({ source, look, known, pollIntervalMs, log }: FollowedSource): SourceFollower {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ask = oneAtATime(async () => signal.aborted || look());
  /** Told, and could not be read. */
  let unread: string | null = null;

  const poll = async (first: Promise<boolean>): Promise<void> => {
    let delayMs = (await first) ? pollIntervalMs : firstRetryMs;
    while (!signal.aborted) {
      await rest(delayMs, signal);
      delayMs = (await ask()) ? pollIntervalMs : Math.min(2 * delayMs, pollIntervalMs);
    }
  };

  /**
   * Held against what was read, and not against what was told before: between two words of the same id another one may have been
   * published and read. What could not be read is left to the polls: it is told every second.
   */
  const hear = (id: string): void => {
    if (id === known() || id === unread) return;
    void ask().then((couldAsk) => {
      unread = couldAsk ? null : id;
    });
  };

  const listen = async (newest: NonNullable<SupergraphSource['newest']>): Promise<void> => {
    while (!signal.aborted) {
      let restMs = listenAgainMs;
      try {
        for await (const id of newest(signal)) {
          hear(id);
          // It ends with the token that opened it; with the next one nothing is missed. One that always ends must not keep us busy.
          restMs = openAgainMs;
        }
      } catch (error) {
        restMs = listenAgainMs;
        log.debug({ event: 'supergraph.stream_lost', err: error }, 'nobody tells of new supergraphs; polling goes on');
      }
      await rest(Math.min(restMs, pollIntervalMs), signal);
    }
  };

  const first = ask();
  void poll(first);
  if (source.newest) void listen(source.newest);
  return { begun: first.then(() => {}), stop: () => stopping.abort() };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
