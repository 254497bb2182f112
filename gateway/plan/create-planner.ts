// A planner in the thread of its caller: for tests and tools. A gateway starts one with start-planner.ts instead, because
// planning blocks the thread it runs in.

import { atOnce } from '../../kit/in-slices.ts';
import { describeSupergraph } from './describe-supergraph.ts';
import { type Planner, plannerSteps } from './planner.ts';
import { createPlanningEngine } from './planning-engine.ts';

/** @throws Error with the planner's message when the supergraph is not valid */
export function createPlanner(supergraphSdl: string): Planner {
  const description = describeSupergraph(supergraphSdl);
  const { plan } = createPlanningEngine(supergraphSdl);
  return atOnce(plannerSteps({ description, run: async (request) => plan(request), stop: async () => {} }));
}
