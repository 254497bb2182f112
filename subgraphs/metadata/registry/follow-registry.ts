// Keeps what this process serves in step with the registry: at the start, after its own registrations, and every few
// seconds for those of other processes. A registration that cannot be served leaves the former one in place.
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { registryState } from './queries.ts';

export interface RegistryFollower {
  /** Reloads if the registry has changed since. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export interface Following {
  /** Tells whether anything is registered. */
  readonly reload: () => Promise<boolean>;
  /** Reads again what changes between registrations. */
  readonly refresh: () => Promise<void>;
  readonly intervalMs: number;
}

export async function followRegistry(
  { database, log }: Pick<SubgraphServices, 'database' | 'log'>,
  { reload, refresh, intervalMs }: Following,
): Promise<RegistryFollower> {
  let served: string | null = null;
  const catchUp = async (): Promise<void> => {
    const state = await registryState(database);
    if (state === served) return refresh();
    if (!(await reload()))
      log.info({ event: 'registry.waiting' }, 'Nothing is registered yet; waiting for a registration.');
    served = state;
  };
  // One after the other, so that an older state never replaces a newer one.
  let underWay: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    underWay = underWay.then(catchUp).catch((error: unknown) => {
      log.error(
        { event: 'registry.reload_failed', err: error },
        'The registered graph cannot be served; the former one stays.',
      );
    });
    return underWay;
  };

  await look();
  const timer = setInterval(look, intervalMs).unref();
  return {
    look,
    stop: () => {
      clearInterval(timer);
      return underWay;
    },
  };
}
