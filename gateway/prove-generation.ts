// What a generation has to show before it serves: that it can plan at all; and then the plans of what was asked lately, so that the
// first requests after the change find them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type GraphQLSchema, getNamedType, isCompositeType, isRequiredArgument } from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { authorizeOperation } from './authorize-operation.ts';
import type { Gateway } from './gateway.ts';
import { coerceVariables } from './operation/coerce-variables.ts';
import { prepareOperation } from './operation/prepare-operation.ts';
import { shapeOperation } from './operation/shape-operation.ts';
import type { Planner } from './plan/planner.ts';
import { prepareForCaller } from './prepare-for-caller.ts';
import type { Generation } from './supergraph/generation.ts';
import type { AskedOperation } from './supergraph/recent-operations.ts';

type Ground = Pick<Gateway, 'config' | 'log' | 'circumstances' | 'documents'>;

/** A planner on which all of them fail plans nothing; one may fail because the machine is busy. */
const maxProbes = 5;

/**
 * @param former what serves until now; null at the start
 * @throws GordianError SUPERGRAPH_INVALID when nothing can be planned on it
 */
export async function proveGeneration(ground: Ground, candidate: Generation, former: Generation | null): Promise<void> {
  if (candidate.supergraph !== former?.supergraph) await requirePlans(candidate.planner);
  if (former !== null) await warm(ground, candidate, former.supergraph.recent.all());
}

async function requirePlans(planner: Planner): Promise<void> {
  const probes = probesOf(planner.apiSchema);
  for (const query of probes) if (await canPlan(planner, query)) return;
  if (probes.length > 0)
    throw new GordianError(
      'SUPERGRAPH_INVALID',
      `The planner finds no plan for any of ${probes.join(' ')}: the supergraph is not served. Compose it again, and see "gordian plan".`,
    );
}

async function canPlan(planner: Planner, query: string): Promise<boolean> {
  try {
    const shape = shapeOperation(prepareOperation(planner, { query, operationName: null }), {});
    await planner.plan({ shape, verdicts: [], key: '' });
    return true;
  } catch {
    return false;
  }
}

/** Root fields that need no argument. */
function probesOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(({ args }) => !args.some(isRequiredArgument))
    .slice(0, maxProbes)
    .map(({ name, type }) => `{${name}${isCompositeType(getNamedType(type)) ? '{__typename}' : ''}}`);
}

/** What cannot be planned any more is told to whoever asks for it. */
async function warm(ground: Ground, candidate: Generation, operations: readonly AskedOperation[]): Promise<void> {
  const endsAtMs = performance.now() + ground.config.planning.warmMs;
  for (const operation of operations) {
    if (performance.now() > endsAtMs) return;
    await planAgain(ground, candidate, operation).catch(() => {});
    await nextTurn();
  }
}

async function planAgain(ground: Ground, candidate: Generation, operation: AskedOperation): Promise<void> {
  const { asked, caller, takesIncrements } = operation;
  const prepared = prepareForCaller(ground, candidate, operation);
  const variables = coerceVariables(prepared, asked.variables, ground.config.limits);
  const allowed = await authorizeOperation(ground, candidate, { prepared, variables, caller, takesIncrements });
  const overrides = candidate.overrides.decide(caller.subject ?? caller.client ?? '');
  candidate.supergraph.recent.note(await candidate.planner.plan(allowed.operation, undefined, overrides), operation);
}
