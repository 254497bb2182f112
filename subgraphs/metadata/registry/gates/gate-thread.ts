// Examines offers outside the serving thread: reading, composing and planning a graph on trial take seconds, in which this process would
// answer nobody. One thread works, the others wait in a bounded queue. A thread that dies or does not come back is ended and replaced,
// and what it was given is refused with what it was about.
import { on } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { GordianError } from '../../../../kit/errors.ts';
import { startThread, type Thread } from '../../../../kit/thread.ts';
import { type Problem, problemAt } from '../../../../schema/problem.ts';
import { createInTurn } from '../in-turn.ts';
import { type Examination, type Examined, examine } from './examine.ts';
import { type PackedExamination, pack, unpack } from './packed-examination.ts';

export interface Gates {
  /** @throws GordianError OVERLOADED when too many wait already, INTERNAL when the examination itself is at fault */
  examine(examination: Examination): Promise<Examined>;
  stop(): Promise<void>;
}

export type GateMessage =
  | { readonly kind: 'examined'; readonly packed: PackedExamination }
  /** What to say if nothing comes after it. */
  | { readonly kind: 'risk'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly error: string };

export interface GateThreadOptions {
  /** The compiled gate-worker. */
  readonly workerFile: URL;
  /** For one offer, from the moment a thread takes it. Below the time after which Postgres ends a transaction that waits. */
  readonly limitMs: number;
  /** Of the thread; an offer that needs more is refused, and the process lives. */
  readonly memoryMb: number;
}

const maxWaiting = 100;

/** Node runs no TypeScript: a process that runs from sources examines in its own thread. */
const compiledWorker = import.meta.url.endsWith('.js') ? new URL('./gate-worker.js', import.meta.url) : null;

export function createGates(): Gates {
  return compiledWorker === null
    ? gatesInThisThread
    : startGateThread({ workerFile: compiledWorker, limitMs: 45_000, memoryMb: 1_024 });
}

/** For tests and tools. */
export const gatesInThisThread: Gates = {
  examine: async (examination) => unpack(pack(await examine(examination, () => {}))),
  stop: async () => {},
};

export function startGateThread({ workerFile, limitMs, memoryMb }: GateThreadOptions): Gates {
  const inTurn = createInTurn(maxWaiting);
  let thread: Thread | null = null;

  /** At the first offer: a process that takes none has no use for it. */
  const start = (): Thread => {
    const started = startThread(workerFile, null, { maxOldGenerationSizeMb: memoryMb });
    const forget = (): void => {
      if (thread === started) thread = null;
    };
    // One that dies while nobody waits for it is no fault of the process.
    started.worker.on('error', forget).on('exit', forget);
    return started;
  };

  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.end();
  };

  const ask = async (examination: Examination): Promise<Examined> => {
    thread ??= start();
    let risk: Problem | null = null;
    try {
      for await (const message of answersTo(thread.worker, examination, limitMs)) {
        if (message.kind === 'examined') return unpack(message.packed);
        if (message.kind === 'failed') throw failed(message.error);
        risk = message.problem;
      }
    } catch (cause) {
      if (cause instanceof GordianError) throw cause;
      await end();
      return { ok: false, stage: 'composition', problems: [risk ?? gaveUp(examination, limitMs, cause)] };
    }
    throw failed('The thread has no more messages.');
  };

  return { examine: (examination) => inTurn(null, () => ask(examination)), stop: end };
}

/** Throws when the thread ends or the time is over. */
async function* answersTo(worker: Worker, examination: Examination, limitMs: number): AsyncGenerator<GateMessage> {
  const gone = new AbortController();
  const ended = (): void => gone.abort();
  const timer = setTimeout(ended, limitMs);
  worker.once('exit', ended);
  try {
    const messages = on(worker, 'message', { signal: gone.signal });
    worker.postMessage(examination);
    for await (const [message] of messages) yield message as GateMessage;
  } finally {
    clearTimeout(timer);
    worker.off('exit', ended);
  }
}

function failed(cause: string): GordianError {
  return new GordianError('INTERNAL', 'The registration could not be examined.', { cause });
}

function gaveUp({ offered }: Examination, limitMs: number, cause: unknown): Problem {
  const isMemory = (cause as { readonly code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const why = isMemory
    ? 'it needs more memory than one offer may'
    : `it took more than ${limitMs / 1_000} s, or its thread died`;
  return problemAt(
    { file: offered[0]?.file ?? '.', line: 1, column: 1 },
    {
      code: 'EXAMINATION_GAVE_UP',
      severity: 'error',
      message: `This could not be composed and examined: ${why}. Nothing was changed, and the registry goes on.`,
      fix: 'Try again once. If it stays, offer one subgraph at a time to find the one that causes it.',
    },
  );
}
