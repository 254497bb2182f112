// Keeps the watch in step with the reports that Postgres tells of. When the connection that hears them is lost, nobody knows what
// was missed: it is listened again, and everything is judged anew.
import { inBackground } from '../../../kit/rounds.ts';
import { createServiceLevelWatch, type ServiceLevelWatch, type WatchOptions } from './watch.ts';

const channel = 'watermark';
const retryMs = 1_000;

/** Begins with the first reload. */
export function followServiceLevels(options: WatchOptions): Pick<ServiceLevelWatch, 'reload' | 'stop'> {
  const { database, log, schedule = inBackground } = options;
  const watch = createServiceLevelWatch(options);
  let isOver = false;
  let reports: AsyncIterableIterator<number> | null = null;
  let cancelRetry = () => {};

  async function hear(): Promise<void> {
    try {
      reports = await database.listen(channel, Number);
      await watch.reload();
      for await (const productId of reports) void watch.heard([productId]);
    } catch (error) {
      if (!isOver) log.warn({ event: 'service_levels.deaf', err: error }, 'Reports are not heard of; listening again.');
    }
    if (!isOver) cancelRetry = schedule(() => void hear(), retryMs);
  }

  void hear();
  return {
    reload: watch.reload,
    async stop() {
      isOver = true;
      cancelRetry();
      await reports?.return?.();
      await watch.stop();
    },
  };
}
