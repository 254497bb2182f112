// The policy of this platform, compiled against one schema: the rules of rules.ts, or others that stand in for them.
import type { GraphQLSchema } from 'graphql';
import { GordianError } from '../kit/errors.ts';
import { inSlices } from '../kit/in-slices.ts';
import { type AccessDemands, noDemands } from '../schema/access-directives.ts';
import type { Classifications } from '../schema/artefact.ts';
import { compilePolicy, compilePolicySteps } from './compiler/compile-policy.ts';
import type { CompiledPolicy } from './compiler/compiled-policy.ts';
import { type PolicyRules, repositoryRules } from './rules.ts';

export type { CompiledPolicy } from './compiler/compiled-policy.ts';

/** What is known of a schema beside its types. */
export interface SchemaFacts {
  readonly classifications: Classifications;
  /** What its SDL demands of callers; see takeAccessDirectives, which whoever plans on the SDL has to ask. */
  readonly demands: AccessDemands;
}

/** For the supergraph, as clients see it. @throws GordianError POLICY_INVALID */
export function compileDomainPolicy(
  schema: GraphQLSchema,
  { classifications, demands }: SchemaFacts,
  rules: PolicyRules = repositoryRules,
): CompiledPolicy {
  return compilePolicy({ schema, classifications, demands, ...rules, subgraph: null });
}

/** As {@link compileDomainPolicy}, while others have their turns. */
export function compileDomainPolicyInSlices(
  schema: GraphQLSchema,
  { classifications, demands }: SchemaFacts,
  rules: PolicyRules,
): Promise<CompiledPolicy> {
  return inSlices(compilePolicySteps({ schema, classifications, demands, ...rules, subgraph: null }));
}

/** For the schema of one subgraph, named as its folder. @throws GordianError POLICY_INVALID */
export function compileSubgraphPolicy(
  schema: GraphQLSchema,
  { classifications, demands }: SchemaFacts,
  subgraph: string,
  rules: PolicyRules = repositoryRules,
): CompiledPolicy {
  return compilePolicy({ schema, classifications, demands, ...rules, subgraph });
}

/**
 * No rules at all: for a gateway that serves a supergraph without contracts, such as in a benchmark.
 * @throws GordianError POLICY_INVALID when the SDL demands something that nobody would ask then
 */
export function openPolicy(demands: AccessDemands = noDemands): CompiledPolicy {
  const [demanding] = demands.keys();
  if (demanding !== undefined)
    throw new GordianError(
      'POLICY_INVALID',
      `The schema demands something of callers, of ${demanding} for one, and "policy: none" asks nothing. Remove @authenticated, @requiresScopes and @policy from the subgraphs, or serve with a policy.`,
    );
  const door = { conjuncts: [], mask: null, readsArguments: false, rowInputs: [] };
  return {
    version: 'open',
    rulesOf: (coordinate) => ({ coordinate, kind: 'output', classification: undefined, door }),
    rowsOf: () => undefined,
    coordinates: [],
    gatewayOnly: [],
  };
}
