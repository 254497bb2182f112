// The only door to the query planner of Apollo Federation: its input is repaired, its output becomes our own plain Plan.
// Planning is synchronous and may take long, so in production only planner-worker.ts has an engine.
import {
  isAbstractType,
  isInterfaceObjectType,
  operationFromDocument,
  possibleRuntimeTypes,
  printSchema,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, Kind, parse, visit } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type CacheHints, readCacheHints } from '../../schema/cache-hints.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type CostHints, readCostHints } from '../demand/cost-hints.ts';
import { computedInputsApart } from './computed-inputs-apart.ts';
import { convertPlan } from './convert-plan.ts';
import { internalCoordinates } from './internal-coordinates.ts';
import type { Plan } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import type { PlannedNode, SupergraphFacts } from './planner-output.ts';
import { requireEveryRootField } from './require-every-root-field.ts';
import { isolateRequiredArguments } from './required-arguments.ts';
import { resolvableKeysFirst } from './resolvable-keys-first.ts';
import { splitByType } from './split-by-type.ts';

export interface PlanningEngine {
  readonly description: SupergraphDescription;
  /** @throws GordianError PLANNING_FAILED */
  plan(request: PlanRequest): Plan;
}

/** What everyone else has to know of a supergraph, as plain data. */
export interface SupergraphDescription {
  /** The schema that clients see, without inaccessible elements. */
  readonly apiSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** See {@link Plan.interfaceObjects}. */
  readonly interfaceObjects: readonly string[];
  /** Their fields, as coordinates of the interface. */
  readonly interfaceObjectFields: readonly Coordinate[];
  /** Of every @override that has one, each once, in alphabetical order. */
  readonly overrideLabels: readonly string[];
  readonly costHints: CostHints;
  readonly cacheHints: CacheHints;
}

/** Options to consider per path of the operation; beyond, planning fails instead of taking seconds. */
const pathsLimit = 1_000;

/** @throws Error with the planner's message when the supergraph is not valid */
export function createPlanningEngine(supergraphSdl: string): PlanningEngine {
  const original = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const document = parse(supergraphSdl, { noLocation: true });
  const isolated = isolateRequiredArguments(resolvableKeysFirst(document));
  // The original was valid; the repaired one leaves @external fields without a use, which validation would refuse.
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
  const facts = readFacts(supergraph);
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
    description: {
      // graphql-js cannot print a list or an object as the default of a custom scalar.
      apiSdl: printSchema(original.apiSchema()),
      subgraphs: original.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
      interfaceObjects: facts.interfaceObjects,
      interfaceObjectFields: interfaceObjectFields(supergraph),
      overrideLabels: overrideLabels(isolated.supergraph),
      costHints: readCostHints(document),
      cacheHints: readCacheHints(document),
    },
    plan(request) {
      const document = parse(request.document, { noLocation: true });
      const asked = new Set(request.asked);
      const plan = convertPlan(planDocument(document, request.overrides), {
        facts,
        isolated,
        realName: twinned.realName,
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

function readFacts(supergraph: Supergraph): SupergraphFacts {
  const subgraphs = supergraph.subgraphs().values();
  const isInterfaceObject = (name: string) =>
    subgraphs.some(({ schema }) => {
      const type = schema.type(name);
      return type !== undefined && isInterfaceObjectType(type);
    });
  return {
    interfaceObjects: supergraph.schema
      .interfaceTypes()
      .map(({ name }) => name)
      .filter(isInterfaceObject),
    possibleTypes: (typeName) => {
      const type = supergraph.schema.type(typeName);
      return type && isAbstractType(type) ? possibleRuntimeTypes(type).map(({ name }) => name) : [typeName];
    },
  };
}

function interfaceObjectFields(supergraph: Supergraph): readonly Coordinate[] {
  const fields = supergraph
    .subgraphs()
    .values()
    .flatMap(({ schema }) =>
      schema
        .objectTypes()
        .filter(isInterfaceObjectType)
        .flatMap((type) => type.fields().map(({ name }) => fieldCoordinate(type.name, name))),
    );
  return [...new Set(fields)].sort();
}

function overrideLabels(supergraph: DocumentNode): readonly string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'join__field') return;
      const label = args.find((argument) => argument.name.value === 'overrideLabel')?.value;
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels].sort();
}

function subgraphSchemas(supergraph: Supergraph): (name: string) => GraphQLSchema {
  const schemas = new Map<string, GraphQLSchema>();
  return (name) => {
    const schema = schemas.get(name) ?? supergraph.subgraphs().get(name)!.schema.toGraphQLJSSchema();
    schemas.set(name, schema);
    return schema;
  };
}
