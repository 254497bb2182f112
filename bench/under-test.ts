// Loaded into every process under test: tells, when asked, what the process has used so far in all of its threads, records a
// profile of its main thread, and refuses every connection that would leave this machine, so that no peer reports anything.
import { readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import net from 'node:net';
import type { CpuProfile } from './profile/cpu-profile.ts';

export interface Usage {
  readonly cpuMicros: number;
  readonly rssBytes: number;
  /** Of the main thread's JavaScript objects, garbage included. */
  readonly heapBytes: number;
  /** Of buffers outside the heap. */
  readonly externalBytes: number;
}

export interface Profiled {
  readonly profile: CpuProfile;
}

const samplingIntervalMicros = 250;
const session = new Session();

const answers: Readonly<Record<string, () => unknown>> = {
  usage(): Usage {
    const { user, system } = process.cpuUsage();
    requireNoChildren();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cpuMicros: user + system, rssBytes: rss, heapBytes: heapUsed, externalBytes: external };
  },
  async profile() {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: samplingIntervalMicros });
    await session.post('Profiler.start');
    return {};
  },
  async profiled(): Promise<Profiled> {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return { profile };
  },
};

process.on('message', async (question: string) => process.send?.(await answers[question]?.()));

/** What a child of its own uses would be counted nowhere. */
function requireNoChildren(): void {
  if (process.platform !== 'linux') return;
  const threads = readdirSync('/proc/self/task');
  const children = threads.map((thread) => childrenOf(thread)).join('');
  if (children !== '') throw new Error(`a process under test has children (${children}): what they use is not counted`);
}

function childrenOf(thread: string): string {
  try {
    return readFileSync(`/proc/self/task/${thread}/children`, 'utf8');
  } catch {
    // The thread is gone, or this kernel does not tell.
    return '';
  }
}

const loopback = /^(127\.|::1$|localhost$)/;
const connect = net.Socket.prototype.connect;

type Given = { path?: string; host?: string } | [{ path?: string; host?: string }] | number | string;

net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
  const host = hostOf(given as [Given, unknown]);
  if (!loopback.test(host)) throw new Error(`a process under test wants to connect to ${host}`);
  return Reflect.apply(connect, this, given);
} as typeof connect;

/** connect() takes options, options in an array (from node itself), a port and a host, or a path. */
function hostOf([first, second]: [Given, unknown]): string {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object') return options.path ? 'localhost' : (options.host ?? 'localhost');
  return typeof second === 'string' ? second : 'localhost';
}
