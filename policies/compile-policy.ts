// Compiles guardrails, classifications and the domains' files into one policy: guardrail and (hand-written or derived) rule,
// closed where nothing opens. Strict: every finding is an error, because graphql-shield would turn most of them into an open field.
import { createHash } from 'node:crypto';
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Classifications } from '../schema/artefact.ts';
import { type Coordinate, fieldCoordinate } from '../schema/coordinates.ts';
import type { CompiledMask, CompiledPolicy, Conjunct, CoordinateRules } from './compiled-policy.ts';
import { derivedRule } from './derived.ts';
import type { DomainPolicy, MaskEntry } from './domain-policy.ts';
import { readsArguments } from './evaluate.ts';
import { expandRules, type PlacedRule } from './expand-tree.ts';
import { isMachinery } from './federation-machinery.ts';
import type { Guardrail, Subject } from './guardrails/guardrail.ts';
import { filterTypesOf } from './input-coordinates.ts';
import { leavesOf } from './inspect-rule.ts';
import { placeMasks } from './place-masks.ts';
import { type PolicyProblem, policyInvalid } from './policy-problem.ts';
import { printRule, requirementOf } from './requirement.ts';
import { type RuleUse, sharedNames } from './shared-names.ts';
import { allow, type Rule } from './shield.ts';

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
  const compiled = subjectsOf(sources).map((subject) => compileCoordinate(subject, domains, sources.guardrails));
  problems.push(...sharedNames(usesOf(domains, compiled)));
  if (problems.length > 0) throw policyInvalid(problems);

  const byCoordinate = new Map(compiled.map((rules) => [rules.coordinate, rules]));
  return {
    version: versionOf(compiled),
    rulesOf: (coordinate) => byCoordinate.get(coordinate) ?? closed(coordinate),
    coordinates: compiled,
  };
}

/** At the gateway, a domain that has published nothing has no coordinates that its rules could miss. */
function domainsOf({ domains, classifications, subgraph }: PolicySources): readonly DomainPolicy[] {
  const present = new Set([...classifications.values()].map(({ domain }) => domain));
  return subgraph === null ? domains.filter(({ domain }) => present.has(domain)) : domains;
}

interface PlacedDomain {
  readonly file: string;
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
  return { file, rules: placed, masks: masks.placed };
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
        mend: `Move the rule to policies/domains/${owner}.ts.`,
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

function compileCoordinate(
  subject: Subject,
  domains: readonly PlacedDomain[],
  guardrails: readonly Guardrail[],
): CoordinateRules {
  const { coordinate, kind, classification } = subject;
  const written = domains.flatMap(({ rules }) => rules.filter((placed) => placed.coordinate === coordinate));
  const own = written.filter(({ isOwn }) => isOwn).map(({ rule }) => conjunct('domain', rule));
  const added = written.filter(({ isOwn }) => !isOwn).map(({ rule }) => conjunct('domain', rule));
  const base = own.length > 0 ? own : [conjunct('derived', derivedRule(subject))];
  const guards = guardrails
    .flatMap((guardrail) => guardrail.ruleFor(subject) ?? [])
    .map((rule) => conjunct('guardrail', rule));
  const conjuncts = withoutRepeats([...base, ...added, ...guards]).filter(({ rule }) => rule !== allow);
  const entry = domains.map(({ masks }) => masks.get(coordinate)).find((found) => found !== undefined);
  return { coordinate, kind, classification, conjuncts, mask: entry === undefined ? null : compileMask(entry) };
}

function conjunct(layer: Conjunct['layer'], rule: Rule): Conjunct {
  const requirement = requirementOf(rule);
  const reason = requirement === null ? 'The policy does not open this to the caller.' : `Needs ${requirement}.`;
  return { layer, rule, name: printRule(rule), reason, readsArguments: readsArguments(rule) };
}

function compileMask({ unless, with: mask }: MaskEntry): CompiledMask {
  return { mask, unless, name: printRule(unless), requirement: requirementOf(unless) };
}

/** A guardrail that says what the rule already says adds nothing. */
function withoutRepeats(conjuncts: readonly Conjunct[]): Conjunct[] {
  return conjuncts.filter(({ rule }, index) => conjuncts.findIndex((other) => other.rule === rule) === index);
}

function usesOf(domains: readonly PlacedDomain[], compiled: readonly CoordinateRules[]): RuleUse[] {
  const layerFiles = { derived: 'policies/derived.ts', guardrail: 'policies/guardrails' };
  const general = compiled.flatMap(({ coordinate, conjuncts }) =>
    conjuncts.flatMap(({ layer, rule }) => (layer === 'domain' ? [] : { file: layerFiles[layer], coordinate, rule })),
  );
  const written = domains.flatMap(({ file, rules, masks }) => [
    ...rules.map(({ coordinate, rule }) => ({ file, coordinate, rule })),
    ...[...masks].map(([coordinate, { unless }]) => ({ file, coordinate, rule: unless })),
  ]);
  return [...general, ...written];
}

function closed(coordinate: Coordinate): CoordinateRules {
  const subject: Subject = { coordinate, kind: 'output', classification: undefined };
  return { ...subject, conjuncts: [conjunct('derived', derivedRule(subject))], mask: null };
}

function versionOf(compiled: readonly CoordinateRules[]): string {
  const hash = createHash('sha256');
  for (const { coordinate, classification, conjuncts, mask } of compiled) {
    const rules = conjuncts.map(({ layer, name }) => `${layer} ${name}`);
    hash.update(
      JSON.stringify([
        coordinate,
        classification,
        rules,
        mask && [mask.mask.name, String(mask.mask.conceal), mask.name],
      ]),
    );
    for (const { rule } of [...conjuncts, ...(mask === null ? [] : [{ rule: mask.unless }])])
      hash.update(bodiesOf(rule));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The text of the functions inside: a rule that decides otherwise under its old name is another policy. */
function bodiesOf(rule: Rule): string {
  return leavesOf(rule)
    .map(({ rule: leaf }) => String((leaf as unknown as { func: unknown }).func))
    .join('\n');
}
