// The threads that plan, and the queue before them. One thread more than may plan at once is kept, so that one that had to
// be ended is replaced at once; a new one takes a second or two to start.
import { GordianError } from '../../kit/errors.ts';
import type { Leaving } from '../../kit/leaving.ts';
import type { Plan } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import type { PlanRunner } from './planner.ts';
import { type PlannerThread, startPlannerThread } from './planner-thread.ts';

export interface PlannerPoolOptions {
  /** How many plans are made at once. */
  readonly workers: number;
  /** For one plan, from the moment a thread takes it. */
  readonly budgetMs: number;
  /** Plans waiting for a thread. */
  readonly queueLimit: number;
  /** How long a plan may wait for a thread. */
  readonly waitMs: number;
  /** Of one thread. */
  readonly memoryMb: number;
  /** The compiled planner-worker. */
  readonly workerFile: URL;
}

interface Job {
  readonly request: PlanRequest;
  readonly resolve: (plan: Plan) => void;
  readonly reject: (error: unknown) => void;
  readonly tooLate: NodeJS.Timeout;
}

const restartDelayMs = 1_000;

/** @throws Error with the planner's message when the supergraph is not valid */
export async function startPlannerPool(supergraphSdl: string, options: PlannerPoolOptions): Promise<PlanRunner> {
  const { workers, budgetMs, queueLimit, waitMs } = options;
  const idle: PlannerThread[] = [];
  const threads = new Set<PlannerThread>();
  const starting = new Set<Promise<PlannerThread>>();
  const queue: Job[] = [];
  let busy = 0;
  const stopping = new AbortController();

  const start = (isDescribed: boolean): Promise<PlannerThread> => {
    const started = startOne(isDescribed);
    starting.add(started);
    return started.finally(() => starting.delete(started));
  };

  const startOne = async (isDescribed: boolean): Promise<PlannerThread> => {
    const thread = await startPlannerThread({ supergraphSdl, isDescribed }, options, stopping.signal);
    threads.add(thread);
    idle.push(thread);
    takeNext();
    return thread;
  };

  const startAgain = (): void => {
    if (!stopping.signal.aborted) start(true).catch(() => setTimeout(startAgain, restartDelayMs).unref());
  };

  const takeNext = (): void => {
    while (busy < workers && idle.length > 0 && queue.length > 0) void work(idle.shift()!, takeShortest(queue));
  };

  const work = async (thread: PlannerThread, job: Job): Promise<void> => {
    busy++;
    clearTimeout(job.tooLate);
    await thread.plan(job.request, budgetMs).then(job.resolve, job.reject);
    busy--;
    if (thread.isAlive()) {
      // It is taken again before one that has done nothing yet: its code is warm, and the other stays small.
      idle.unshift(thread);
    } else {
      threads.delete(thread);
      startAgain();
    }
    takeNext();
  };

  const run = (request: PlanRequest, left?: Leaving): Promise<Plan> =>
    new Promise((resolve, reject) => {
      if (stopping.signal.aborted) throw hasStopped();
      if (left?.aborted) throw clientLeft();
      if (queue.length >= queueLimit) throw queueIsFull(queueLimit);
      const tooLate = setTimeout(() => withdraw(job, waitedTooLong(waitMs)), waitMs);
      const job: Job = { request, resolve, reject, tooLate };
      queue.push(job);
      // A plan under way is not stopped: that would end a thread, which costs more than the plan.
      left?.addEventListener('abort', () => withdraw(job, clientLeft()), { once: true });
      takeNext();
    });

  const withdraw = (job: Job, why: GordianError): void => {
    const place = queue.indexOf(job);
    if (place < 0) return;
    queue.splice(place, 1);
    clearTimeout(job.tooLate);
    job.reject(why);
  };

  const { description } = await start(false);
  for (let missing = workers; missing > 0; missing--) startAgain();
  return {
    description: description!,
    run,
    async stop() {
      stopping.abort();
      for (const job of [...queue]) withdraw(job, hasStopped());
      await Promise.allSettled(starting);
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

/** Short operations are planned sooner, and are most of all; a few huge ones shall not hold them up. */
function takeShortest(queue: Job[]): Job {
  const lengths = queue.map(({ request }) => request.document.length);
  return queue.splice(lengths.indexOf(Math.min(...lengths)), 1)[0]!;
}

function waitedTooLong(waitMs: number): GordianError {
  return new GordianError(
    'OVERLOADED',
    `This operation has waited ${waitMs} ms to be planned (setting planning.waitMs); operations seen before are still answered.`,
  );
}

function queueIsFull(queueLimit: number): GordianError {
  return new GordianError(
    'OVERLOADED',
    `${queueLimit} new operations wait to be planned already (setting planning.queueLimit); operations seen before are still answered.`,
  );
}

function clientLeft(): GordianError {
  return new GordianError('CLIENT_LEFT', 'Everyone who waited for this plan has left.');
}

function hasStopped(): GordianError {
  return new GordianError('NOT_READY', 'This planner has been stopped.');
}
