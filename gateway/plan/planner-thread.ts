// One worker thread seen from outside: started, asked for one plan at a time, and ended when a plan takes too long.
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { type ErrorCode, GordianError } from '../../kit/errors.ts';
import { startThread } from '../../kit/thread.ts';
import type { SupergraphDescription } from './describe-supergraph.ts';
import type { Plan } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';

export interface PlannerThread {
  /** Null when the one who started the thread had it already. */
  readonly description: SupergraphDescription | null;
  /** False once it has ended, for whatever reason. */
  readonly isAlive: () => boolean;
  /**
   * Over the budget the thread is ended, because planning cannot be interrupted otherwise.
   * @throws GordianError PLANNING_FAILED
   */
  plan(request: PlanRequest, budgetMs: number): Promise<Plan>;
  end(): Promise<void>;
}

export interface PlannerWorkerData {
  readonly supergraphSdl: string;
  /** Whether another thread has found it valid and described it: that takes a third of the time until a thread is ready. */
  readonly isDescribed: boolean;
}

/** The worker's first message is the description of its supergraph, if it was wanted; then one answer per request. */
export type PlannerAnswer =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string; readonly cause: string };

/** Node's default costs each thread 30 MB more, and plans are not made faster by more than a tenth. */
const maxYoungGenerationSizeMb = 2;

export interface PlannerThreadOptions {
  /** The compiled planner-worker. */
  readonly workerFile: URL;
  /** A plan that needs more is a plan for nobody; the thread ends alone, not the gateway. */
  readonly memoryMb: number;
}

/**
 * @param stopped ends a thread that is still starting
 * @throws Error with the planner's message when the supergraph is not valid
 */
export async function startPlannerThread(
  workerData: PlannerWorkerData,
  { workerFile, memoryMb }: PlannerThreadOptions,
  stopped: AbortSignal,
): Promise<PlannerThread> {
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb };
  const { worker, end: endThread } = startThread(workerFile, workerData, resourceLimits);
  let alive = true;
  const died = () => (alive = false);
  worker.on('error', died).on('exit', died);
  const end = async () => {
    died();
    await endThread();
  };
  const description = await nextMessage<SupergraphDescription | null>(worker, stopped).catch(async (error: unknown) => {
    await end();
    throw isOutOfMemory(error) ? tooLarge(memoryMb) : error;
  });

  return {
    description,
    isAlive: () => alive,
    async plan(request, budgetMs) {
      worker.postMessage(request);
      const answer = await nextAnswer(worker, budgetMs).catch(async (cause: unknown) => {
        await end();
        throw new GordianError('PLANNING_FAILED', 'The gateway found no plan for this operation in time.', { cause });
      });
      if (answer.kind === 'planned') return answer.plan;
      throw new GordianError(answer.code, answer.message, { cause: answer.cause });
    },
    end,
  };
}

const isOutOfMemory = (error: unknown) => (error as { readonly code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';

function tooLarge(memoryMb: number): GordianError {
  return new GordianError(
    'SUPERGRAPH_INVALID',
    `The planner needs more than ${memoryMb} MB to read this supergraph: raise planning.memoryMb.`,
  );
}

async function nextAnswer(worker: Worker, budgetMs: number): Promise<PlannerAnswer> {
  const givenUp = new AbortController();
  const giveUp = () => givenUp.abort();
  // After a stall of this thread the timer is due first, though the answer may be there: one more turn lets it in.
  const timer = setTimeout(() => setImmediate(giveUp), budgetMs);
  worker.once('exit', giveUp);
  try {
    return await nextMessage<PlannerAnswer>(worker, givenUp.signal);
  } finally {
    clearTimeout(timer);
    worker.off('exit', giveUp);
  }
}

/** Rejects when the worker fails or the signal aborts. */
async function nextMessage<Message>(worker: Worker, signal: AbortSignal): Promise<Message> {
  const [message] = (await once(worker, 'message', { signal })) as [Message];
  return message;
}
