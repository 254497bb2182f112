// Compiles guardrails, classifications and the domains' files into one policy: guardrail and (hand-written or derived) rule,
// closed where nothing opens. Strict: every finding is an error, because graphql-shield would turn most of them into an open field.
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Classifications } from '../schema/artefact.ts';
import { type Coordinate, fieldCoordinate } from '../schema/coordinates.ts';
import type { CompiledPolicy, CoordinateRules, Guarded } from './compiled-policy.ts';
import { derivedRule, inheritedRules } from './derived.ts';
import type { DomainPolicy, MaskEntry } from './domain-policy.ts';
import { createDoors, type LayeredRule } from './door.ts';
import { expandRules, type PlacedRule } from './expand-tree.ts';
import { isMachinery } from './federation-machinery.ts';
import type { Guardrail, Subject } from './guardrails/guardrail.ts';
import { filterTypesOf } from './input-coordinates.ts';
import { placeMasks } from './place-masks.ts';
import { type PolicyProblem, policyInvalid } from './policy-problem.ts';
import { versionOf } from './policy-version.ts';
import { type RuleUse, sharedNames } from './shared-names.ts';
import type { Rule } from './shield.ts';

export interface PolicySources {
  readonly schema: GraphQLSchema;
  readonly classifications: Classifications;
  readonly domains: readonly DomainPolicy[];
  readonly guardrails: readonly Guardrail[];
  /**
   * The subgraph that the schema belongs to; null for the supergraph. A subgraph knows a part of the graph, so rules of
   * other domains for coordinates that it lacks are none of its business.
   */
  readonly subgraph: string | null;
}

/** @throws GordianError POLICY_INVALID with every problem of every file */
export function compilePolicy(sources: PolicySources): CompiledPolicy {
  const problems: PolicyProblem[] = [];
  const domains = domainsOf(sources).map((policy) => placeDomain(sources, policy, problems));
  const doorFor = createDoors();
  const compiled = subjectsOf(sources).map((subject) => ({
    ...subject,
    door: doorFor(rulesFor(subject, domains, sources), maskFor(subject, domains)),
  }));
  const rows = new Map(domains.flatMap((domain) => rowsOf(domain, sources, doorFor)));
  problems.push(...sharedNames(usesOf(domains, compiled)));
  if (problems.length > 0) throw policyInvalid(problems);

  const byCoordinate = new Map(compiled.map((rules) => [rules.coordinate, rules]));
  return {
    version: versionOf([...compiled, ...rows.values()]),
    rulesOf: (coordinate) => byCoordinate.get(coordinate) ?? closed(coordinate),
    coordinates: compiled,
    rowsOf: (typeName) => rows.get(typeName),
  };
}

/** At the gateway, a domain that has published nothing has no coordinates that its rules could miss. */
function domainsOf({ domains, classifications, subgraph }: PolicySources): readonly DomainPolicy[] {
  const present = new Set([...classifications.values()].map(({ domain }) => domain));
  return subgraph === null ? domains.filter(({ domain }) => present.has(domain)) : domains;
}

interface PlacedDomain {
  readonly file: string;
  readonly rows: DomainPolicy['rows'];
  readonly rules: readonly PlacedRule[];
  readonly masks: ReadonlyMap<Coordinate, MaskEntry>;
}

function placeDomain(sources: PolicySources, policy: DomainPolicy, problems: PolicyProblem[]): PlacedDomain {
  const file = `policies/domains/${policy.subgraph}.ts`;
  const { placed, misplaced } = expandRules(sources.schema, policy.rules);
  const masks = placeMasks(sources.schema, policy.masks);
  const isForeign = sources.subgraph !== null && sources.subgraph !== policy.subgraph;
  const findings = [...misplaced, ...masks.misplaced].filter(({ isUnknown }) => !(isForeign && isUnknown));
  problems.push(...findings.map(({ coordinate, message, mend }) => ({ file, coordinate, message, mend })));
  problems.push(
    ...trespasses(
      sources.classifications,
      policy.domain,
      [...placed.map(({ coordinate }) => coordinate), ...masks.placed.keys()],
      file,
    ),
  );
  return { file, rules: placed, masks: masks.placed, rows: policy.rows };
}

/** A domain decides about its own data only. */
function trespasses(
  classifications: Classifications,
  domain: string,
  coordinates: readonly Coordinate[],
  file: string,
): PolicyProblem[] {
  return coordinates.flatMap((coordinate) => {
    const owner = classifications.get(coordinate)?.domain ?? domain;
    if (owner === domain) return [];
    return [
      {
        file,
        coordinate,
        message: `the field belongs to ${owner}.`,
        mend: `Move the rule to the file of ${owner} in policies/domains.`,
      },
    ];
  });
}

/** Every field of every object and input type, and what is known of it. */
function subjectsOf({ schema, classifications }: PolicySources): Subject[] {
  const filters = filterTypesOf(schema);
  const mutation = schema.getMutationType()?.name;
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return types.flatMap((type) => {
    if (isObjectType(type)) return fieldsOf(type, type.name === mutation ? 'mutation' : 'output', classifications);
    if (isInputObjectType(type)) return fieldsOf(type, filters.has(type.name) ? 'filter' : 'payload', classifications);
    return [];
  });
}

function fieldsOf(
  type: GraphQLObjectType | GraphQLInputObjectType,
  kind: Subject['kind'],
  classifications: Classifications,
): Subject[] {
  return Object.keys(type.getFields())
    .map((name) => fieldCoordinate(type.name, name))
    .filter((coordinate) => !isMachinery(coordinate))
    .map((coordinate) => ({ coordinate, kind, classification: classifications.get(coordinate) }));
}

/** Rows have no classification of their own: their fields have. */
function rowsOf(
  { rows = {} }: PlacedDomain,
  { schema }: PolicySources,
  doorFor: ReturnType<typeof createDoors>,
): [string, Guarded][] {
  return Object.entries(rows)
    .filter(([typeName]) => schema.getType(typeName) !== undefined)
    .map(([typeName, rule]) => [
      typeName,
      { coordinate: typeName, classification: undefined, door: doorFor([layered('domain', rule)], undefined) },
    ]);
}

/** The first rule that denies is what a denial names, so the one that says most comes first. */
function rulesFor(
  subject: Subject,
  domains: readonly PlacedDomain[],
  { classifications, guardrails }: PolicySources,
): LayeredRule[] {
  const written = domains.flatMap(({ rules }) => rules.filter(({ coordinate }) => coordinate === subject.coordinate));
  const own = written.filter(({ isOwn }) => isOwn).map(({ rule }) => layered('domain', rule));
  const added = written.filter(({ isOwn }) => !isOwn).map(({ rule }) => layered('domain', rule));
  const base = own.length > 0 ? own : [layered('derived', derivedRule(subject))];
  return [
    ...base,
    ...added,
    ...inheritedRules(subject, classifications).map((rule) => layered('derived', rule)),
    ...guardrails.flatMap((guardrail) => guardsOf(guardrail, subject)),
  ];
}

function guardsOf({ ruleFor, yieldsToGrants }: Guardrail, subject: Subject): LayeredRule[] {
  const rule = ruleFor(subject);
  return rule === undefined ? [] : [{ layer: 'guardrail', rule, yieldsToGrants }];
}

function layered(layer: 'domain' | 'derived', rule: Rule): LayeredRule {
  return { layer, rule, yieldsToGrants: true };
}

function maskFor({ coordinate }: Subject, domains: readonly PlacedDomain[]): MaskEntry | undefined {
  return domains.map(({ masks }) => masks.get(coordinate)).find((entry) => entry !== undefined);
}

function usesOf(domains: readonly PlacedDomain[], compiled: readonly CoordinateRules[]): RuleUse[] {
  const layerFiles = { derived: 'policies/derived.ts', guardrail: 'policies/guardrails' };
  const general = compiled.flatMap(({ coordinate, door }) =>
    door.conjuncts.flatMap(({ layer, rule }) =>
      layer === 'domain' ? [] : { file: layerFiles[layer], coordinate, rule },
    ),
  );
  const written = domains.flatMap(({ file, rules, masks }) => [
    ...rules.map(({ coordinate, rule }) => ({ file, coordinate, rule })),
    ...[...masks].map(([coordinate, { unless }]) => ({ file, coordinate, rule: unless })),
  ]);
  return [...general, ...written];
}

function closed(coordinate: Coordinate): CoordinateRules {
  const subject: Subject = { coordinate, kind: 'output', classification: undefined };
  return { ...subject, door: createDoors()([layered('derived', derivedRule(subject))], undefined) };
}
