// Ends a process in order: on SIGTERM, on Ctrl-C, and when the launcher that started it is gone. Work under way is
// finished first, within a limit.

import type { Log } from './log.ts';

const drainTimeoutMs = 10_000;

/** Exits with 0 once `close` is done, with 1 when it fails or takes too long. */
export function endOnSignal(log: Log, close: () => Promise<void>): void {
  let ending = false;
  const end = (reason: string) => {
    if (ending) return;
    ending = true;
    log.info({ event: 'draining', reason }, 'Stopping: requests under way are finished first.');
    setTimeout(() => process.exit(1), drainTimeoutMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: 'drain.failed', err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  // The channel to the launcher closes when the launcher dies, however it dies.
  process.on('disconnect', () => end('the launcher is gone'));
}
