// The parent's end of a worker: asks, waits for a bounded time, and starts another process where one does not answer.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Task, TaskResult } from './worker.ts';

export interface WorkerProcess {
  /** Null when there was no answer in time, or the process died. */
  ask(task: Task, timeoutMs: number): Promise<TaskResult | null>;
  stop(): void;
}

/** Compiled beside this file. */
const script = join(import.meta.dirname, 'worker.js');

export function startWorkerProcess(): WorkerProcess {
  let child: ChildProcess | null = null;
  const stop = () => {
    child?.kill('SIGKILL');
    child = null;
  };
  return {
    async ask(task, timeoutMs) {
      child ??= fork(script, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      const ended = new AbortController();
      const answer = once(child, 'message', ended).then(([result]) => result as TaskResult);
      const death = once(child, 'exit', ended).then(() => null);
      const late = pause(timeoutMs, null, ended);
      for (const promise of [answer, death, late]) promise.catch(() => {});
      child.send(task);
      const result = await Promise.race([answer, death, late]);
      ended.abort();
      if (result === null) stop();
      return result;
    },
    stop,
  };
}
