// The plan of one operation on a supergraph, without a gateway: for a process that does nothing else, because planning blocks.
// Whoever asks is taken to be allowed everything.
import { GordianError } from '../../kit/errors.ts';
import { coerceVariables } from '../operation/coerce-variables.ts';
import { defaultOperationLimits } from '../operation/operation-limits.ts';
import { prepareOperation } from '../operation/prepare-operation.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';
import { shapeOperation } from '../operation/shape-operation.ts';
import { createPlanner } from './create-planner.ts';
import { planAsJson } from './plan-as-json.ts';
import type { Planner } from './planner.ts';
import { printPlan } from './print-plan.ts';

export interface OfflineRequest {
  readonly supergraphSdl: string;
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The labels of @override that hold. */
  readonly overrides: readonly string[];
  readonly format: 'text' | 'json';
}

export interface OfflinePlan {
  /** In the format asked for. */
  readonly text: string;
  /** For planning alone; reading the supergraph takes longer. */
  readonly tookMs: number;
}

/** @throws GordianError that says what of the request is wrong */
export async function planOffline(request: OfflineRequest): Promise<OfflinePlan> {
  const planner = readSupergraph(request.supergraphSdl);
  const prepared = prepareOperation(planner, request);
  const shape = shapeOperation(prepared, conditionsOf(prepared, request.variables), defaultOperationLimits, true);
  const overrides = requireLabels(planner, request.overrides);
  const startedAtMs = performance.now();
  const plan = await planner.plan({ shape, verdicts: [], key: '' }, undefined, overrides);
  const tookMs = Math.round(performance.now() - startedAtMs);
  return { text: request.format === 'json' ? planAsJson(plan) : `${printPlan(plan)}\n`, tookMs };
}

function readSupergraph(sdl: string): Planner {
  try {
    return createPlanner(sdl);
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, '');
    const isSupergraph = sdl.includes('join__Graph');
    const advice = isSupergraph ? '' : ' It says of no field which subgraph has it: compose the subgraphs first.';
    throw new GordianError('SUPERGRAPH_INVALID', `This is no supergraph: ${reason}.${advice}`, { cause: error });
  }
}

/** A plan depends on the variables of @skip and @include only, so the others need no value here. */
function conditionsOf(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const definitions = prepared.operation.variableDefinitions ?? [];
  const names = definitions.map(({ variable }) => variable.name.value);
  const unknown = Object.keys(variables).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new GordianError('BAD_USER_INPUT', `The operation has no variable "$${unknown}".`);
  const variableDefinitions = definitions.filter(
    ({ variable: { name } }) => name.value in variables || prepared.conditionVariables.includes(name.value),
  );
  return coerceVariables({ ...prepared, operation: { ...prepared.operation, variableDefinitions } }, variables);
}

/** @returns the labels in the order of the supergraph */
function requireLabels({ overrideLabels }: Planner, wanted: readonly string[]): readonly string[] {
  const unknown = wanted.find((label) => !overrideLabels.includes(label));
  if (unknown === undefined) return overrideLabels.filter((label) => wanted.includes(label));
  const known = overrideLabels.length > 0 ? `it has ${overrideLabels.join(', ')}` : 'it has none';
  throw new GordianError('BAD_USER_INPUT', `The supergraph has no @override label "${unknown}": ${known}.`);
}
