// Loaded into the gateway's process before its own code: tells every second by how much its event loop was late at most.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 1;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
setInterval(() => {
  const [maxMs, p99Ms] = [delay.max, delay.percentile(99)].map((value) => Math.max(0, value / 1e6 - resolutionMs));
  process.stdout.write(`${JSON.stringify({ event: 'loop.delay', maxMs, p99Ms })}\n`);
  delay.reset();
}, 1_000).unref();
