// One supergraph under one policy, answered twice from the same random world: by the gateway over its subgraphs, and by graphql-js
// with graphql-shield around one schema.
import { type GraphQLSchema, parse } from 'graphql';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import { describeSupergraph } from '../../../gateway/plan/describe-supergraph.ts';
import { cachePlans } from '../../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { createInProcessSubgraphs, type InProcessSubgraphs } from '../../support/federation/in-process-subgraphs.ts';
import { isPlain } from '../../support/federation/written-answer.ts';
import { composeWritten, type DifferentialCase, rememberLast, type Verdict } from '../differential.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { type ActualAnswer, compareAuthorized } from './authorized-outcome.ts';
import type { StrictAnswer } from './complete-strictly.ts';
import { type CallerModel, callerOf } from './draw-caller.ts';
import { gatewayUnderTest } from './gateway-under-test.ts';
import { guardedWorlds } from './guarded-worlds.ts';
import type { PolicyModel } from './policy-model.ts';
import { compileModel } from './policy-under-test.ts';
import { createShieldOracle } from './shield-oracle.ts';

export interface AuthorizedCase extends DifferentialCase {
  readonly caller: CallerModel;
}

/** What policies are tried over. */
export interface GuardedGraph {
  readonly written: WrittenSupergraph;
  readonly schema: GraphQLSchema;
  /** Of the schema. */
  readonly sdl: string;
  readonly supergraphSdl: string;
  readonly planner: Planner;
  readonly subgraphs: InProcessSubgraphs;
}

/** @throws Error when the subgraphs do not compose */
export function guardedGraph(written: WrittenSupergraph): GuardedGraph {
  const supergraphSdl = composeWritten(written.subgraphs);
  const planner = cachePlans(createPlanner(supergraphSdl));
  const sdl = describeSupergraph(supergraphSdl).apiSdl.join('\n');
  const subgraphs = createInProcessSubgraphs(written.subgraphs);
  return { written, planner, schema: planner.apiSchema, sdl, supergraphSdl, subgraphs };
}

export interface AuthorizedDifferential {
  readonly graph: GuardedGraph;
  readonly policy: PolicyModel;
  readonly run: (one: AuthorizedCase) => Promise<Verdict>;
  /** Everything that helps to understand a difference. */
  readonly explain: (one: AuthorizedCase) => Promise<string>;
}

/**
 * @param compiled what the gateway obeys: the policy, compiled
 * @throws GordianError POLICY_INVALID
 */
export function createAuthorizedDifferential(
  graph: GuardedGraph,
  policy: PolicyModel,
  compiled: CompiledPolicy = compileModel(graph.schema, policy),
): AuthorizedDifferential {
  const { subgraphs } = graph;
  const worldOf = guardedWorlds(graph, policy);
  const gateway = gatewayUnderTest({ ...graph, policy: compiled, classifications: policy.classifications });
  const askShield = createShieldOracle(graph, policy);
  const documents = rememberLast((query: string) => parse(query));

  const expect = ({ query, variables, caller, world }: AuthorizedCase): Promise<StrictAnswer> =>
    askShield({ document: documents(query), variables, caller: callerOf(caller), world: worldOf(world) });

  const ask = async ({ query, variables, caller, world, overrides = [] }: AuthorizedCase): Promise<ActualAnswer> => {
    const reading = subgraphs.reading(worldOf(world), { writing: world });
    const answer = await gateway.ask({ query, variables, caller: callerOf(caller), overrides, subgraphs: reading });
    return { data: answer.data!.toString(), errors: answer.errors ?? [] };
  };

  return {
    graph,
    policy,
    async run(one) {
      const expected = await expect(one);
      try {
        const actual = await ask(one);
        const difference = compareAuthorized(expected, actual, isPlain(one.world));
        return difference ? { kind: 'different', difference } : { kind: 'same' };
      } catch (error) {
        return refusedOrBroken(error, expected, one.variables);
      }
    },
    async explain(one) {
      const { data, errors } = await expect(one);
      gateway.takeLog();
      const actual = await ask(one).catch((error: Error) => ({ data: error.stack, errors: [] }));
      return [
        one.query,
        `variables ${JSON.stringify(one.variables)}, world ${one.world}, overrides ${one.overrides ?? ''}`,
        `caller ${JSON.stringify(one.caller)}`,
        `shield:  ${JSON.stringify(data)}\n  ${JSON.stringify(errors)}`,
        `gateway: ${actual.data}\n  ${JSON.stringify(actual.errors)}`,
        gateway.takeLog(),
      ].join('\n');
    },
  };
}

/** A variable may be null, and its place may not: graphql-js finds it when it comes to the field, the gateway before anything runs. */
function isNullWhereNoneMayBe(error: unknown, variables: AuthorizedCase['variables']): boolean {
  const [, name] = /^Variable "\$(\w+)" is null, which the /.exec((error as Error).message) ?? [];
  return name !== undefined && (variables[name] ?? null) === null;
}

/** Both refuse the variables, or the gateway finds the operation beyond its limits. */
function refusedOrBroken(error: unknown, expected: StrictAnswer, variables: AuthorizedCase['variables']): Verdict {
  const code = error instanceof GordianError ? error.code : 'INTERNAL';
  const isDue =
    expected.data === undefined || isNullWhereNoneMayBe(error, variables)
      ? code === 'BAD_USER_INPUT'
      : code === 'OPERATION_LIMIT_EXCEEDED' || code === 'PLANNING_FAILED';
  if (isDue) return { kind: 'refused', code };
  return {
    kind: 'different',
    difference: { what: `throws ${code}`, expected: '', actual: `${(error as Error).stack}` },
  };
}
