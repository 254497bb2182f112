// The only door to the query planner of Apollo Federation: its input is repaired, its output becomes our own plain Plan.
// Planning is synchronous and may take long, so in production only planner-worker.ts has an engine.
import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { isAnsweredByType, readAnsweredByType } from './answered-by-type.ts';
import { computedInputsApart } from './computed-inputs-apart.ts';
import { convertPlan } from './convert-plan.ts';
import { internalCoordinates } from './internal-coordinates.ts';
import type { Plan } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import type { PlannedNode } from './planner-output.ts';
import { requireEveryRootField } from './require-every-root-field.ts';
import { isolateRequiredArguments } from './required-arguments.ts';
import { resolvableKeysFirst } from './resolvable-keys-first.ts';
import { splitByType } from './split-by-type.ts';
import { readSupergraphFacts } from './supergraph-facts.ts';

export interface PlanningEngine {
  /** @throws GordianError PLANNING_FAILED */
  plan(request: PlanRequest): Plan;
}

/** Options to consider per path of the operation; beyond, planning fails instead of taking seconds. */
const pathsLimit = 1_000;

/** @param supergraphSdl valid: see {@link describeSupergraph} */
export function createPlanningEngine(supergraphSdl: string): PlanningEngine {
  const composed = parse(supergraphSdl, { noLocation: true });
  const answeredByType = readAnsweredByType(composed);
  const isolated = isolateRequiredArguments(resolvableKeysFirst(composed));
  // The repairs leave @external fields without a use, which validation would refuse.
  const twinned = computedInputsApart(isolated.supergraph);
  const supergraph = Supergraph.build(twinned.supergraph, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    incrementalDelivery: { enableDefer: true },
    debug: { pathsLimit },
  });
  const facts = readSupergraphFacts(supergraph);
  const plannerSchema = supergraph.apiSchema();
  const subgraphSchema = subgraphSchemas(supergraph);

  const planDocument = (document: DocumentNode, overrides: readonly string[]): PlannedNode | undefined => {
    const overrideConditions = new Map(overrides.map((label) => [label, true]));
    try {
      const operation = operationFromDocument(plannerSchema, document);
      return planner.buildQueryPlan(operation, { overrideConditions }).node as PlannedNode | undefined;
    } catch (error) {
      throw planningFailed(error);
    }
  };

  return {
    plan(request) {
      const document = parse(request.document, { noLocation: true });
      const asked = new Set(request.asked);
      const plan = convertPlan(planDocument(document, request.overrides), {
        facts,
        isolated,
        realName: twinned.realName,
        isAnsweredByType: isAnsweredByType(answeredByType, new Set(request.guarded)),
        internalCoordinates: (subgraph, fetched) => internalCoordinates(fetched, subgraphSchema(subgraph), asked),
      });
      requireEveryRootField(document, plan);
      return splitByType(plan, document, facts);
    },
  };
}

export function planningFailed(cause: unknown): GordianError {
  const message = 'The gateway found no plan for this operation within its limits.';
  return new GordianError('PLANNING_FAILED', message, { cause });
}

function subgraphSchemas(supergraph: Supergraph): (name: string) => GraphQLSchema {
  const schemas = new Map<string, GraphQLSchema>();
  return (name) => {
    const schema = schemas.get(name) ?? supergraph.subgraphs().get(name)!.schema.toGraphQLJSSchema();
    schemas.set(name, schema);
    return schema;
  };
}
