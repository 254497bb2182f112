// The only door to the query planner of Apollo Federation: it gets a repaired supergraph. The gateway turns what comes out into plans of
// its own (gateway/plan/planning-engine.ts), the registry looks at how long it takes (probe-types.ts). Planning is synchronous and may
// take long, so nothing that serves calls it in its own thread.
import { createRequire } from 'node:module';
import type { Schema, Supergraph } from '@apollo/federation-internals';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { federation } from '../federation-internals.ts';
import { computedInputsApart } from './computed-inputs-apart.ts';
import type { PlannedNode, SupergraphFacts } from './planner-output.ts';
import { type IsolatedArguments, isolateRequiredArguments } from './required-arguments.ts';
import { resolvableKeysFirst } from './resolvable-keys-first.ts';
import { readSupergraphFacts } from './supergraph-facts.ts';

const require = createRequire(import.meta.url);
/** Loaded as CommonJS for the same reason as {@link federation}. */
const { QueryPlanner }: typeof import('@apollo/query-planner') = require('@apollo/query-planner');

export interface QueryPlanning {
  /** @throws what the planner throws, also when there are more ways than it is allowed to weigh */
  plan(document: DocumentNode, overrides: readonly string[]): PlannedNode | undefined;
  readonly facts: SupergraphFacts;
  /** What was repaired, for whoever has to turn a plan back. */
  readonly isolated: IsolatedArguments;
  readonly realName: ReturnType<typeof computedInputsApart>['realName'];
  readonly subgraphSchema: (name: string) => GraphQLSchema;
}

/** Options to consider per path of the operation; beyond, planning fails instead of taking seconds. */
const pathsLimit = 1_000;

/** @param composed a valid supergraph without access directives */
export function createQueryPlanning(composed: DocumentNode): QueryPlanning {
  const isolated = isolateRequiredArguments(resolvableKeysFirst(composed));
  // The repairs leave @external fields without a use, which validation would refuse.
  const { supergraph: repaired, realName } = computedInputsApart(isolated.supergraph);
  const supergraph = federation.Supergraph.build(repaired, {
    supportedFeatures: federation.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    incrementalDelivery: { enableDefer: true },
    debug: { pathsLimit },
  });
  const schema: Schema = supergraph.apiSchema();
  return {
    plan(document, overrides) {
      const overrideConditions = new Map(overrides.map((label) => [label, true]));
      const operation = federation.operationFromDocument(schema, document);
      return planner.buildQueryPlan(operation, { overrideConditions }).node as PlannedNode | undefined;
    },
    facts: readSupergraphFacts(supergraph),
    isolated,
    realName,
    subgraphSchema: subgraphSchemas(supergraph),
  };
}

function subgraphSchemas(supergraph: Supergraph): QueryPlanning['subgraphSchema'] {
  const schemas = new Map<string, GraphQLSchema>();
  return (name) => {
    const schema = schemas.get(name) ?? supergraph.subgraphs().get(name)!.schema.toGraphQLJSSchema();
    schemas.set(name, schema);
    return schema;
  };
}
