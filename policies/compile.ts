// The policy of this platform: the guardrails and the domains' rules, compiled against one schema. Register a new file of
// policies/domains/ or policies/guardrails/ here.
import type { GraphQLSchema } from 'graphql';
import type { Classifications } from '../schema/artefact.ts';
import { compilePolicy } from './compile-policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import type { DomainPolicy } from './domain-policy.ts';
import { catalog } from './domains/catalog.ts';
import { customers } from './domains/customers.ts';
import { metadata } from './domains/metadata.ts';
import { orders } from './domains/orders.ts';
import { payments } from './domains/payments.ts';
import { support } from './domains/support.ts';
import { abovePublicNeedsACaller } from './guardrails/above-public-needs-a-caller.ts';
import { changesNeedACaller } from './guardrails/changes-need-a-caller.ts';
import type { Guardrail } from './guardrails/guardrail.ts';
import { sensitiveNeedsAScope } from './guardrails/sensitive-needs-a-scope.ts';
import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';

export type { CompiledPolicy } from './compiled-policy.ts';

export const guardrails: readonly Guardrail[] = [
  unclassifiedIsClosed,
  abovePublicNeedsACaller,
  changesNeedACaller,
  sensitiveNeedsAScope,
];

export const domainPolicies: readonly DomainPolicy[] = [customers, catalog, orders, payments, support, metadata];

/** For the supergraph, as clients see it. @throws GordianError POLICY_INVALID */
export function compileDomainPolicy(schema: GraphQLSchema, classifications: Classifications): CompiledPolicy {
  return compilePolicy({ schema, classifications, domains: domainPolicies, guardrails, subgraph: null });
}

/** For the schema of one subgraph, named as its folder. @throws GordianError POLICY_INVALID */
export function compileSubgraphPolicy(
  schema: GraphQLSchema,
  classifications: Classifications,
  subgraph: string,
): CompiledPolicy {
  return compilePolicy({ schema, classifications, domains: domainPolicies, guardrails, subgraph });
}

/** No rules at all: for a gateway that serves a supergraph without contracts, such as in a benchmark. */
export function openPolicy(): CompiledPolicy {
  const door = { conjuncts: [], mask: null, readsArguments: false };
  return {
    version: 'open',
    rulesOf: (coordinate) => ({ coordinate, kind: 'output', classification: undefined, door }),
    coordinates: [],
  };
}
