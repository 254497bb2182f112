// What could not be planned, which is said again without another attempt. The first time for a moment only, because a busy machine may
// have been the cause; twice as long each time that it fails again.
import { LRUCache } from 'lru-cache';
import type { GordianError } from '../../kit/errors.ts';

export interface RefusalTimes {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface RefusedPlans {
  /** @returns undefined when planning may be tried */
  find(key: string): GordianError | undefined;
  add(key: string, refusal: GordianError): void;
  /** It could be planned after all. */
  remove(key: string): void;
}

interface Refused {
  readonly refusal: GordianError;
  readonly forMs: number;
  readonly until: number;
}

const maxRefusals = 10_000;

/** @param now milliseconds of a clock that does not go back */
export function rememberRefusals(
  { firstMs, longestMs }: RefusalTimes,
  now: () => number = () => performance.now(),
): RefusedPlans {
  const refused = new LRUCache<string, Refused>({ max: maxRefusals });
  return {
    find(key) {
      const known = refused.get(key);
      return known && now() < known.until ? known.refusal : undefined;
    },
    add(key, refusal) {
      const before = refused.get(key);
      const forMs = before ? Math.min(before.forMs * 2, longestMs) : firstMs;
      refused.set(key, { refusal, forMs, until: now() + forMs });
    },
    remove: (key) => void refused.delete(key),
  };
}
