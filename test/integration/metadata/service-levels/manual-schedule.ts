// One timer, moved by hand together with the clock.
import type { AdvancingClock } from '../../../../kit/clock.ts';
import type { Schedule } from '../../../../kit/rounds.ts';
import type { ServiceLevelWatch } from '../../../../subgraphs/metadata/service-levels/watch.ts';

export interface ManualSchedule {
  readonly schedule: Schedule;
  /** The instant for which the timer is set; null when it is not. */
  next(): string | null;
  /** Moves the clock to where the timer is set, and waits until all is done that it sets off. */
  fire(watch: ServiceLevelWatch): Promise<void>;
}

export function manualSchedule(clock: AdvancingClock): ManualSchedule {
  let waiting: { readonly action: () => void; readonly atMs: number } | null = null;
  return {
    schedule: (action, delayMs) => {
      const own = { action, atMs: clock.now().getTime() + delayMs };
      waiting = own;
      return () => {
        if (waiting === own) waiting = null;
      };
    },
    next: () => waiting && new Date(waiting.atMs).toISOString(),
    async fire(watch) {
      const { action, atMs } = waiting!;
      waiting = null;
      clock.advance(atMs - clock.now().getTime());
      action();
      await watch.heard([]);
    },
  };
}
