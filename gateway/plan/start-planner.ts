// A planner in threads of its own: the serving thread is never blocked by planning, nor by reading a supergraph.
import { inSlices } from '../../kit/in-slices.ts';
import { type Planner, plannerSteps } from './planner.ts';
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
  const pool = await startPlannerPool(supergraphSdl, { ...options, workerFile });
  try {
    return await inSlices(plannerSteps(pool));
  } catch (error) {
    await pool.stop();
    throw error;
  }
}
