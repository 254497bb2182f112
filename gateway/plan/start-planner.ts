// A planner in threads of its own: the serving thread is never blocked by planning, nor by reading a supergraph.
import { type Planner, plannerOver } from './planner.ts';
import { type PlannerPoolOptions, startPlannerPool } from './planner-pool.ts';

const compiledWorker = new URL('./planner-worker.js', import.meta.url);

export interface PlanningOptions extends Omit<PlannerPoolOptions, 'workerFile'> {
  /** Node runs no TypeScript: whoever starts a planner from sources names the compiled worker. */
  readonly workerFile?: URL;
}

/**
 * Resolves when the first thread is ready.
 * @throws Error with the planner's message when the supergraph is not valid
 */
export async function startPlanner(
  supergraphSdl: string,
  { workerFile = compiledWorker, ...options }: PlanningOptions,
): Promise<Planner> {
  return plannerOver(await startPlannerPool(supergraphSdl, { ...options, workerFile }));
}
