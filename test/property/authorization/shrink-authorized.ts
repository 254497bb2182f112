// Makes a failing case small: parts of the operation, of the variables, of the caller and of the policy are taken away as long as it
// still fails.
import { parse, validate } from 'graphql';
import { smallerQueries } from '../shrink-operation.ts';
import type { AuthorizedFailure } from './authorized-campaign.ts';
import { type AuthorizedCase, createAuthorizedDifferential, type GuardedGraph } from './authorized-differential.ts';
import type { DomainModel, PolicyModel } from './policy-model.ts';

/** @param budgetMs after which the smallest found so far is good enough */
export async function shrinkAuthorized(
  graph: GuardedGraph,
  failure: AuthorizedFailure,
  budgetMs: number,
): Promise<AuthorizedFailure> {
  const end = Date.now() + budgetMs;
  let smallest = failure;
  for (let isSmaller = true; isSmaller && Date.now() < end; ) {
    isSmaller = false;
    for (const candidate of smallerFailures(smallest)) {
      if (Date.now() > end || !(await stillFails(graph, candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function smallerFailures({ policy, one }: AuthorizedFailure): AuthorizedFailure[] {
  return [
    ...smallerPolicies(policy).map((smaller) => ({ policy: smaller, one })),
    ...smallerCases(one).map((smaller) => ({ policy, one: smaller })),
  ];
}

function smallerCases(one: AuthorizedCase): AuthorizedCase[] {
  const { caller } = one;
  return [
    ...smallerQueries(one.query).map((query) => ({ ...one, query })),
    ...Object.keys(one.variables).map((name) => ({ ...one, variables: without(one.variables, name) })),
    ...(caller.grants.length > 0 ? [{ ...one, caller: { ...caller, grants: [] } }] : []),
    ...(caller.breakGlass ? [{ ...one, caller: { ...caller, breakGlass: null } }] : []),
  ];
}

function smallerPolicies(policy: PolicyModel): PolicyModel[] {
  const ofDomains = policy.domains.flatMap((domain, index) =>
    smallerDomains(domain).map((smaller) => ({ ...policy, domains: policy.domains.with(index, smaller) })),
  );
  return [...(policy.guardrails.length > 0 ? [{ ...policy, guardrails: [] }] : []), ...ofDomains];
}

function smallerDomains(domain: DomainModel): DomainModel[] {
  return (['rules', 'masks', 'rows'] as const).flatMap((layer) =>
    Object.keys(domain[layer]).map((typeName) => ({ ...domain, [layer]: without(domain[layer], typeName) })),
  );
}

function without<Entries extends object>(record: Entries, dropped: string): Entries {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== dropped)) as Entries;
}

async function stillFails(graph: GuardedGraph, { policy, one }: AuthorizedFailure): Promise<boolean> {
  if (validate(graph.schema, parse(one.query)).length > 0) return false;
  try {
    return (await createAuthorizedDifferential(graph, policy).run(one)).kind === 'different';
  } catch {
    return false;
  }
}
