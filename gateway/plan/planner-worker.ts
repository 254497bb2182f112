// The thread that plans: has an engine of its own and answers one request after the other. Started by planner-thread.ts.
// A supergraph that is not valid ends it with the planner's message.
import { parentPort } from 'node:worker_threads';
import { GordianError } from '../../kit/errors.ts';
import { threadData } from '../../kit/thread.ts';
import { describeSupergraph } from './describe-supergraph.ts';
import type { PlanRequest } from './plan-request.ts';
import type { PlannerAnswer, PlannerWorkerData } from './planner-thread.ts';
import { createPlanningEngine, planningFailed } from './planning-engine.ts';

const { supergraphSdl, isDescribed } = threadData<PlannerWorkerData>();
// Before the engine is there, so that the two never fill the memory of this thread together.
const description = isDescribed ? null : describeSupergraph(supergraphSdl);
const engine = createPlanningEngine(supergraphSdl);

parentPort!.on('message', (request: PlanRequest) => parentPort!.postMessage(answer(request)));
parentPort!.postMessage(description);

function answer(request: PlanRequest): PlannerAnswer {
  try {
    return { kind: 'planned', plan: engine.plan(request) };
  } catch (error) {
    const { code, message, cause } = error instanceof GordianError ? error : planningFailed(error);
    return { kind: 'refused', code, message, cause: cause instanceof Error ? (cause.stack ?? cause.message) : '' };
  }
}
