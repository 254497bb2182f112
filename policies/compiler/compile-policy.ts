// Compiles guardrails, classifications, the demands of the SDL and the domains' files into one policy: guardrail and (hand-written or
// derived) rule, closed where nothing opens. Strict: every finding is an error, because graphql-shield would turn most of them
// into an open field.
import type { GraphQLSchema } from 'graphql';
import { type AccessDemands, noDemands } from '../../schema/access-directives.ts';
import type { Classifications } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { DomainPolicy, MaskEntry } from '../domain-policy.ts';
import type { Guardrail, Subject } from '../guardrails/guardrail.ts';
import { allow, type Rule } from '../shield.ts';
import type { CompiledPolicy, CoordinateRules, Guarded } from './compiled-policy.ts';
import { derivedRule, inheritedRules } from './derived.ts';
import { directiveRules, inspectNames, type NamedRules, namedRulesFile } from './directive-rules.ts';
import { createDoors, type DoorBuilder, type LayeredRule } from './door.ts';
import { createRuleFitter, type RuleFitter } from './fit-rule.ts';
import { inputLinks } from './input-links.ts';
import { linkedRules } from './linked-rules.ts';
import { type Ground, type PlacedDomain, placeDomain } from './place-domain.ts';
import { type PolicyProblem, policyInvalid } from './policy-problem.ts';
import { versionOf } from './policy-version.ts';
import { type RuleUse, sharedNames } from './shared-names.ts';
import { strictestMask } from './strictest-mask.ts';
import { enumSubjects, isInput, subjectsOf } from './subjects.ts';
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
  const { schema, classifications, demands = noDemands, named = {} } = sources;
  const problems: PolicyProblem[] = inspectNames(demands, named);
  const ground: Ground = { ...sources, homes: typeHomes(classifications) };
  const domains = domainsOf(sources).map((policy) => placeDomain(ground, policy, problems));
  const fitter = createRuleFitter(ground);
  const demanded = directiveRules(schema, demands, named);
  const layers: Layers = { ...ground, guardrails: sources.guardrails, domains, demanded, fitter, problems };
  const doorFor = createDoors();

  const fields = compileFields(layers, doorFor);
  const rows = compileRows(layers, doorFor);
  problems.push(...fitter.problems, ...sharedNames(usesOf(domains, fields)));
  if (problems.length > 0) throw policyInvalid(problems);

  const byCoordinate = new Map(fields.map((rules) => [rules.coordinate, rules]));
  return {
    version: versionOf([...fields, ...rows.values()]),
    rulesOf: (coordinate) => byCoordinate.get(coordinate) ?? closed(coordinate),
    rowsOf: (typeName) => rows.get(typeName),
    coordinates: subjectsOf(schema, classifications).map(({ coordinate }) => byCoordinate.get(coordinate)!),
    gatewayOnly: fitter.gatewayOnly,
  };
}

/** At the gateway, a domain that has published nothing has no coordinates that its rules could miss. */
function domainsOf({ domains, classifications, subgraph }: PolicySources): readonly DomainPolicy[] {
  const present = new Set([...classifications.values()].map(({ domain }) => domain));
  return subgraph === null ? domains.filter(({ domain }) => present.has(domain)) : domains;
}

/** Whatever a coordinate has its rules from. */
interface Layers extends Ground {
  readonly domains: readonly PlacedDomain[];
  readonly guardrails: readonly Guardrail[];
  readonly demanded: (coordinate: Coordinate) => Rule[];
  readonly fitter: RuleFitter;
  readonly problems: PolicyProblem[];
}

function compileFields(layers: Layers, doorFor: DoorBuilder): CoordinateRules[] {
  const { schema, classifications } = layers;
  const subjects = subjectsOf(schema, classifications);
  const links = inputLinks(schema);
  const compiled = new Map<Coordinate, CoordinateRules>();
  const compile = (subject: Subject, own: readonly LayeredRule[], mask?: MaskEntry): void => {
    const rules = [...own, ...linkedRules(subject, links, compiled)];
    compiled.set(subject.coordinate, { ...subject, door: doorFor(rules, mask) });
  };

  // What is read comes first: what an input tells about decides who may set it.
  for (const subject of subjects.filter((candidate) => !isInput(candidate)))
    compile(subject, rulesFor(subject, layers), maskFor(subject, layers));
  for (const subject of subjects.filter(isInput)) compile(subject, rulesFor(subject, layers));
  for (const subject of enumSubjects(links, classifications)) compile(subject, []);
  return [...compiled.values()];
}

/** The first rule that denies is what a denial names, so the one that says most comes first. */
function rulesFor(subject: Subject, layers: Layers): LayeredRule[] {
  const { classifications, guardrails, demanded } = layers;
  const fitted = (layer: LayeredRule['layer'], rule: Rule, file: string, yieldsToGrants = true): LayeredRule => ({
    layer,
    rule: layers.fitter.fit(rule, { ...subject, file }),
    yieldsToGrants,
  });
  const written = layers.domains.flatMap(({ file, rules }) =>
    rules.filter(({ coordinate }) => coordinate === subject.coordinate).map((rule) => ({ ...rule, file })),
  );
  const own = written.filter(({ isOwn }) => isOwn);
  const added = written.filter(({ isOwn }) => !isOwn);
  const derived = own.length > 0 ? [] : [derivedRule(subject)];
  return [
    ...own.map(({ rule, file }) => fitted('domain', rule, file)),
    ...derived.map((rule) => fitted('derived', rule, layerFiles.derived)),
    ...added.map(({ rule, file }) => fitted('domain', rule, file)),
    ...inheritedRules(subject, classifications).map((rule) => fitted('derived', rule, layerFiles.derived)),
    ...(subject.kind === 'payload' ? [] : demanded(subject.coordinate)).map((rule) =>
      fitted('directive', rule, layerFiles.directive),
    ),
    ...guardrails.flatMap(({ ruleFor, yieldsToGrants }) => {
      const rule = ruleFor(subject);
      return rule === undefined ? [] : [fitted('guardrail', rule, layerFiles.guardrail, yieldsToGrants)];
    }),
  ];
}

function maskFor(subject: Subject, { domains, fitter, problems }: Layers): MaskEntry | undefined {
  const { coordinate } = subject;
  const masks = domains.flatMap(({ file, masks }) => (masks.get(coordinate) ?? []).map((mask) => ({ ...mask, file })));
  const mask = strictestMask(coordinate, masks, problems);
  if (mask === undefined) return undefined;
  const unless = fitter.fit(mask.unless, { ...subject, file: mask.file });
  // Nobody is left to hide it from here: the gateway does.
  return unless === allow ? undefined : { with: mask.with, unless };
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

const layerFiles = {
  derived: 'policies/compiler/derived.ts',
  directive: namedRulesFile,
  guardrail: 'policies/guardrails',
} as const;

function usesOf(domains: readonly PlacedDomain[], fields: readonly CoordinateRules[]): RuleUse[] {
  const general = fields.flatMap(({ coordinate, door }) =>
    door.conjuncts.flatMap(({ layer, rule }) =>
      layer === 'domain' ? [] : { file: layerFiles[layer], coordinate, rule },
    ),
  );
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
