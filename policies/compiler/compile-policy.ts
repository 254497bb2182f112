// Compiles guardrails, classifications, the demands of the SDL and the domains' files into one policy, closed where nothing opens.
// Strict: every finding is an error, because graphql-shield would turn most of them into an open field.
import type { GraphQLSchema } from 'graphql';
import { atOnce, type Steps } from '../../kit/in-slices.ts';
import { type AccessDemands, noDemands } from '../../schema/access-directives.ts';
import type { Classifications } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { DomainPolicy } from '../domain-policy.ts';
import type { Guardrail, Subject } from '../guardrails/guardrail.ts';
import { compileFields, type Layers, layerFiles } from './compile-fields.ts';
import type { CompiledPolicy, CoordinateRules, Guarded } from './compiled-policy.ts';
import { derivedRule } from './derived.ts';
import { directiveRules, inspectNames, type NamedRules } from './directive-rules.ts';
import { createDoors, type DoorBuilder, type LayeredRule } from './door.ts';
import { createRuleFitter } from './fit-rule.ts';
import { type Ground, type PlacedDomain, placeDomain } from './place-domain.ts';
import { type PolicyProblem, policyInvalid } from './policy-problem.ts';
import { versionOf } from './policy-version.ts';
import { type RuleUse, sharedNames } from './shared-names.ts';
import { typeHomes } from './type-home.ts';

export interface PolicySources {
  readonly schema: GraphQLSchema;
  readonly classifications: Classifications;
  /** Of the SDL that the schema comes from; absent: none. */
  readonly demands?: AccessDemands;
  readonly domains: readonly DomainPolicy[];
  readonly guardrails: readonly Guardrail[];
  /** What @policy may name; absent: nothing. */
  readonly named?: NamedRules;
  /**
   * The subgraph that the schema belongs to; null for the supergraph. A subgraph knows a part of the graph, so rules of
   * other domains for coordinates that it lacks are none of its business.
   */
  readonly subgraph: string | null;
}

/** @throws GordianError POLICY_INVALID with every problem of every file */
export function compilePolicy(sources: PolicySources): CompiledPolicy {
  return atOnce(compilePolicySteps(sources));
}

/** See {@link compilePolicy}; the policy of a large graph takes longer than requests may wait. */
export function* compilePolicySteps(sources: PolicySources): Steps<CompiledPolicy> {
  const { schema, classifications, demands = noDemands, named = {} } = sources;
  const problems: PolicyProblem[] = inspectNames(demands, named);
  const ground: Ground = { ...sources, homes: yield* typeHomes(classifications) };
  const domains = domainsOf(sources).map((policy) => placeDomain(ground, policy, problems));
  const fitter = createRuleFitter(ground);
  const demanded = directiveRules(schema, demands, named);
  const layers: Layers = { ...ground, guardrails: sources.guardrails, domains, demanded, fitter, problems };
  const doorFor = createDoors();

  const { ofFields, ofEnums } = yield* compileFields(layers, doorFor);
  const fields = [...ofFields, ...ofEnums];
  const rows = compileRows(layers, doorFor);
  problems.push(...fitter.problems, ...(yield* sharedNames(yield* usesOf(domains, fields))));
  if (problems.length > 0) throw policyInvalid(problems);

  const byCoordinate = new Map(fields.map((rules) => [rules.coordinate, rules]));
  return {
    version: yield* versionOf([...fields, ...rows.values()]),
    rulesOf: (coordinate) => byCoordinate.get(coordinate) ?? closed(coordinate),
    rowsOf: (typeName) => rows.get(typeName),
    coordinates: ofFields,
    gatewayOnly: fitter.gatewayOnly,
  };
}

/** At the gateway, a domain that has published nothing has no coordinates that its rules could miss. */
function domainsOf({ domains, classifications, subgraph }: PolicySources): readonly DomainPolicy[] {
  const present = new Set([...classifications.values()].map(({ domain }) => domain));
  return subgraph === null ? domains.filter(({ domain }) => present.has(domain)) : domains;
}

/** Records have no classification of their own: their fields have. */
function compileRows({ domains, fitter, homes }: Layers, doorFor: DoorBuilder): ReadonlyMap<string, Guarded> {
  const written = domains.flatMap(({ file, rows }) => rows.map((row) => ({ ...row, file })));
  const typeNames = new Set(written.map(({ typeName }) => typeName));
  const guarded = [...typeNames].map((typeName): [string, Guarded] => {
    const place = { coordinate: typeName, classification: undefined };
    const rules = written
      .filter((row) => row.typeName === typeName)
      .map(({ rule, file }) => fitter.fit(rule, { ...place, file }))
      .map((rule): LayeredRule => ({ layer: 'domain', rule, yieldsToGrants: true }));
    return [typeName, { ...place, recordsOf: homes.get(typeName)?.product, door: doorFor(rules, undefined) }];
  });
  return new Map(guarded.filter(([, { door }]) => door.conjuncts.length > 0));
}

function* usesOf(domains: readonly PlacedDomain[], fields: readonly CoordinateRules[]): Steps<RuleUse[]> {
  const general: RuleUse[] = [];
  for (const { coordinate, door } of fields) {
    for (const { layer, rule } of door.conjuncts)
      if (layer !== 'domain') general.push({ file: layerFiles[layer], coordinate, rule });
    yield;
  }
  const written = domains.flatMap(({ file, rules, masks, rows }) => [
    ...rules.map(({ coordinate, rule }) => ({ file, coordinate, rule })),
    ...[...masks].flatMap(([coordinate, entries]) => entries.map(({ unless }) => ({ file, coordinate, rule: unless }))),
    ...rows.map(({ typeName, rule }) => ({ file, coordinate: typeName, rule })),
  ]);
  return [...general, ...written];
}

function closed(coordinate: Coordinate): CoordinateRules {
  const subject: Subject = { coordinate, kind: 'output', classification: undefined };
  const rule: LayeredRule = { layer: 'derived', rule: derivedRule(subject), yieldsToGrants: true };
  return { ...subject, door: createDoors()([rule], undefined) };
}
