// Work that several wait for at once: it is begun once, and told to stop when the last of them has left.
import type { Leaving } from '../../kit/leaving.ts';

export interface SharedWork<Result> {
  readonly result: Promise<Result>;
  /** One more waits; until `left` aborts, if it ever does. */
  join(left?: Leaving): void;
  /** Whether all who waited have left: nobody can join any more. */
  readonly isAbandoned: () => boolean;
}

export function shareWork<Result>(work: (abandoned: AbortSignal) => Promise<Result>): SharedWork<Result> {
  const abandoned = new AbortController();
  let waiting = 0;
  const leave = (): void => {
    waiting--;
    if (waiting === 0) abandoned.abort();
  };
  return {
    result: work(abandoned.signal),
    join(left) {
      waiting++;
      if (left?.aborted) leave();
      else left?.addEventListener('abort', leave, { once: true });
    },
    isAbandoned: () => abandoned.signal.aborted,
  };
}
