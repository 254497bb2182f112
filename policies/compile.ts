// The policy of this platform, compiled against one schema: the rules of rules.ts, or others that stand in for them.
import type { GraphQLSchema } from 'graphql';
import type { Classifications } from '../schema/artefact.ts';
import { compilePolicy } from './compile-policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { type PolicyRules, repositoryRules } from './rules.ts';

export type { CompiledPolicy } from './compiled-policy.ts';

/** For the supergraph, as clients see it. @throws GordianError POLICY_INVALID */
export function compileDomainPolicy(
  schema: GraphQLSchema,
  classifications: Classifications,
  rules: PolicyRules = repositoryRules,
): CompiledPolicy {
  return compilePolicy({ schema, classifications, ...rules, subgraph: null });
}

/** For the schema of one subgraph, named as its folder. @throws GordianError POLICY_INVALID */
export function compileSubgraphPolicy(
  schema: GraphQLSchema,
  classifications: Classifications,
  subgraph: string,
  rules: PolicyRules = repositoryRules,
): CompiledPolicy {
  return compilePolicy({ schema, classifications, ...rules, subgraph });
}

/** No rules at all: for a gateway that serves a supergraph without contracts, such as in a benchmark. */
export function openPolicy(): CompiledPolicy {
  const door = { conjuncts: [], mask: null, readsArguments: false, rowInputs: [] };
  return {
    version: 'open',
    rulesOf: (coordinate) => ({ coordinate, kind: 'output', classification: undefined, door }),
    rowsOf: () => undefined,
    coordinates: [],
  };
}
