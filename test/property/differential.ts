// One supergraph, answered twice from the same random world: by the gateway's stages over subgraphs, and by graphql-js over one
// schema. A case is plain data, so it can be kept and repeated.
import { buildSchema, type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { executePlan } from '../../gateway/execute/execute-plan.ts';
import type { SubgraphTransport } from '../../gateway/execute/subgraph-transport.ts';
import { coerceVariables } from '../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../gateway/plan/create-planner.ts';
import { cachePlans } from '../../gateway/plan/plan-cache.ts';
import { printPlan } from '../../gateway/plan/print-plan.ts';
import { compileProjector } from '../../gateway/project/compile-projector.ts';
import { GordianError } from '../../kit/errors.ts';
import { compose } from '../support/federation/federation.ts';
import { createInProcessSubgraphs, worldResolver } from '../support/federation/in-process-subgraphs.ts';
import { isPlain } from '../support/federation/written-answer.ts';
import { compareLenient, compareOutcomes, type Difference, type Outcome } from './outcome.ts';
import type { WrittenSupergraph } from './random-supergraph.ts';
import { faultsOf, hasFaults, worldsOf } from './worlds.ts';

export interface DifferentialCase {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the data are, which of them fail, and how the subgraphs write them. */
  readonly world: number;
  /** Labels of @override that hold. */
  readonly overrides?: readonly string[];
}

export interface Differential {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly overrideLabels: readonly string[];
  readonly run: (one: DifferentialCase) => Promise<Verdict>;
  /** What the monolith and the gateway answer. */
  readonly outcomes: (one: DifferentialCase) => Promise<{ readonly expected: Outcome; readonly actual: Outcome }>;
  /** The subgraphs alone. */
  readonly reading: (world: number) => SubgraphTransport;
  /** Everything that helps to understand a difference. */
  readonly explain: (one: DifferentialCase) => Promise<string>;
}

export type Verdict =
  | { readonly kind: 'same' }
  /** Both refuse the variables, or the gateway finds the operation beyond its limits. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'different'; readonly difference: Difference };

/** @throws Error when the subgraphs do not compose */
export function createDifferential(written: WrittenSupergraph): Differential {
  const supergraphSdl = composeWritten(written.subgraphs);
  const planner = cachePlans(createPlanner(supergraphSdl));
  const subgraphs = createInProcessSubgraphs(written.subgraphs);
  const schema = planner.apiSchema;
  const everything = written.monolith ? buildSchema(written.monolith) : schema;
  const worldOf = worldsOf(written, everything);
  const documents = rememberLast((query: string) => parse(query));

  const askMonolith = ({ query, variables, world }: DifferentialCase) =>
    execute({
      schema,
      document: documents(query),
      variableValues: variables,
      fieldResolver: worldResolver(worldOf(world), written.contextual),
    });

  const planOf = async ({ query, variables, overrides }: DifferentialCase) => {
    const prepared = prepareOperation(planner, { query, operationName: null });
    const coerced = coerceVariables(prepared, variables);
    const authorized = { shape: shapeOperation(prepared, coerced), verdicts: [], key: '' };
    return { coerced, authorized, plan: await planner.plan(authorized, undefined, overrides) };
  };

  const askGateway = async (one: DifferentialCase) => {
    const { coerced, authorized, plan } = await planOf(one);
    const fetched = await executePlan(plan, {
      variables: coerced,
      subgraphs: subgraphs.reading(worldOf(one.world), { writing: one.world, isDown: faultsOf(one.world) }),
      headersFor: async () => ({}),
      deadlineMs: 60_000,
    });
    return compileProjector(authorized)(fetched);
  };

  const outcomes = async (one: DifferentialCase): Promise<{ expected: Outcome; actual: Outcome }> => {
    const [monolith, projection] = [await askMonolith(one), await askGateway(one)];
    return {
      expected: { data: JSON.stringify(monolith.data), errors: monolith.errors ?? [] },
      actual: { data: projection.data.toString(), errors: projection.errors },
    };
  };

  const run = async (one: DifferentialCase): Promise<Verdict> => {
    try {
      const { expected, actual } = await outcomes(one);
      const difference = compare(one, expected, actual);
      return difference ? { kind: 'different', difference } : { kind: 'same' };
    } catch (error) {
      const code = error instanceof GordianError ? error.code : 'INTERNAL';
      const { data } = await askMonolith(one);
      return isRefusal(code, data === undefined)
        ? { kind: 'refused', code }
        : {
            kind: 'different',
            difference: { what: `throws ${code}`, expected: '', actual: String((error as Error).stack) },
          };
    }
  };

  return {
    schema,
    supergraphSdl,
    overrideLabels: planner.overrideLabels,
    run,
    outcomes,
    reading: (world) => subgraphs.reading(worldOf(world)),
    async explain(one) {
      const { expected, actual } = await outcomes(one);
      return [
        one.query,
        `variables ${JSON.stringify(one.variables)}, world ${one.world}, overrides ${one.overrides ?? ''}`,
        printPlan((await planOf(one)).plan),
        `monolith: ${expected.data}\n  ${JSON.stringify(expected.errors)}`,
        `gateway:  ${actual.data}\n  ${JSON.stringify(actual.errors)}`,
      ].join('\n');
    },
  };
}

function compare({ world }: DifferentialCase, expected: Outcome, actual: Outcome): Difference | null {
  if (expected.data === undefined) return accepted(expected, actual);
  return hasFaults(world) ? compareLenient(expected, actual) : compareOutcomes(expected, actual, isPlain(world));
}

function accepted(expected: Outcome, actual: Outcome): Difference {
  return { what: 'accepted what is not valid', expected: JSON.stringify(expected.errors), actual: actual.data };
}

const isRefusal = (code: string, isRefusedByMonolith: boolean) =>
  isRefusedByMonolith ? code === 'BAD_USER_INPUT' : code === 'OPERATION_LIMIT_EXCEEDED' || code === 'PLANNING_FAILED';

export function composeWritten(subgraphs: Readonly<Record<string, string>>): string {
  const sdls = Object.fromEntries(Object.entries(subgraphs).map(([name, sdl]) => [name, { sdl }]));
  return compose(
    sdls,
    Object.keys(sdls).map((name) => ({ name, url: `http://${name}` })),
  );
}

export function rememberLast(make: (text: string) => DocumentNode): (text: string) => DocumentNode {
  let last: { readonly text: string; readonly made: DocumentNode } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}
