// Loaded into the gateway's process before its own code: tells every second by how much its event loop was late at most, and how much
// of a delay was the thread's own work and not its waiting for a core that others had (Linux counts that for each thread).
import { closeSync, openSync, readSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const everyMs = 2;
const counters = openCounters();
let late = 0;
let lateByItself = 0;
let lastAt = performance.now();
let lastWaitedMs = waitedForCoreMs();

// Node loads this into each thread; those that plan may be late, it is what they are for.
if (isMainThread) {
  setInterval(watch, everyMs).unref();
  setInterval(tell, 1_000).unref();
}

function watch() {
  const [at, waitedMs] = [performance.now(), waitedForCoreMs()];
  const delay = Math.max(0, at - lastAt - everyMs);
  late = Math.max(late, delay);
  lateByItself = Math.max(lateByItself, delay - (waitedMs - lastWaitedMs));
  [lastAt, lastWaitedMs] = [at, waitedMs];
}

function tell() {
  process.stdout.write(
    `${JSON.stringify({ event: 'loop.delay', maxMs: late, ownMs: counters === null ? undefined : lateByItself })}\n`,
  );
  late = lateByItself = 0;
}

/** @returns how long this thread was ready to run and had no core, since it began; 0 where nothing counts it */
function waitedForCoreMs() {
  if (counters === null) return 0;
  const text = Buffer.alloc(64);
  const length = readSync(counters, text, 0, text.length, 0);
  return Number(text.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

function openCounters() {
  try {
    const file = openSync('/proc/thread-self/schedstat');
    process.on('exit', () => closeSync(file));
    return file;
  } catch {
    return null;
  }
}
