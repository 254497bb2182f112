// The doors of all coordinates: guardrail and (hand-written or derived) rule, what the SDL demands, and what the fields ask that a
// coordinate tells about. Those are compiled first, however far they lead.
import type { Steps } from '../../kit/in-slices.ts';
import type { Classifications } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { MaskEntry } from '../domain-policy.ts';
import type { Guardrail, Subject } from '../guardrails/guardrail.ts';
import { allow, type Rule } from '../shield.ts';
import type { CoordinateRules } from './compiled-policy.ts';
import { derivedRule } from './derived.ts';
import { namedRulesFile } from './directive-rules.ts';
import type { DoorBuilder, LayeredRule } from './door.ts';
import type { RuleFitter } from './fit-rule.ts';
import { inputLinks } from './input-links.ts';
import { copyOfItself, rulesBehind, toldBy } from './linked-rules.ts';
import type { Ground, PlacedDomain } from './place-domain.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { strictestMask } from './strictest-mask.ts';
import { enumSubjects, subjectsOf } from './subjects.ts';

/** Whatever a coordinate has its rules from. */
export interface Layers extends Ground {
  readonly domains: readonly PlacedDomain[];
  readonly guardrails: readonly Guardrail[];
  readonly demanded: (coordinate: Coordinate) => Rule[];
  readonly fitter: RuleFitter;
  readonly problems: PolicyProblem[];
}

export interface CompiledFields {
  /** In the order of the schema. */
  readonly ofFields: readonly CoordinateRules[];
  readonly ofEnums: readonly CoordinateRules[];
}

/** Where the rules of each layer are written; those of domains have files of their own. */
export const layerFiles = {
  derived: 'policies/compiler/derived.ts',
  directive: namedRulesFile,
  guardrail: 'policies/guardrails',
} as const;

export function* compileFields(layers: Layers, doorFor: DoorBuilder): Steps<CompiledFields> {
  const { schema, classifications } = layers;
  const links = yield* inputLinks(schema);
  const fields = yield* subjectsOf(schema, classifications);
  const sourceAt = sourcesIn(fields, classifications);
  const compiled = new Map<Subject, CoordinateRules>();
  const underway = new Set<Subject>();

  const asksFor = (coordinate: Coordinate): LayeredRule[] => {
    const source = sourceAt(coordinate);
    return underway.has(source) ? [copyOfItself] : rulesBehind(compile(source, rulesFor).door);
  };
  const compile = (subject: Subject, rulesOf: RulesOf): CoordinateRules => {
    const known = compiled.get(subject);
    if (known !== undefined) return known;
    underway.add(subject);
    const told = [...toldBy(subject, links)].flatMap(asksFor);
    underway.delete(subject);
    const rules = { ...subject, door: doorFor(rulesOf(subject, told, layers), maskFor(subject, layers)) };
    compiled.set(subject, rules);
    return rules;
  };

  const ofFields: CoordinateRules[] = [];
  for (const subject of fields) {
    ofFields.push(compile(subject, rulesFor));
    yield;
  }
  const ofEnums = enumSubjects(links, classifications).map((subject) => compile(subject, (_, told) => told));
  return { ofFields, ofEnums };
}

/** @param told of what the subject tells about */
type RulesOf = (subject: Subject, told: readonly LayeredRule[], layers: Layers) => readonly LayeredRule[];

/** What is read where the policy is enforced is asked by its rules here; of all else the contract speaks, and the domain that has it. */
function sourcesIn(fields: readonly Subject[], classifications: Classifications): (coordinate: Coordinate) => Subject {
  const sources = new Map(fields.filter(({ kind }) => kind === 'output').map((field) => [field.coordinate, field]));
  return (coordinate) => {
    const source: Subject = sources.get(coordinate) ?? {
      coordinate,
      kind: 'output',
      classification: classifications.get(coordinate),
    };
    sources.set(coordinate, source);
    return source;
  };
}

/** The first rule that denies is what a denial names, so the one that says most comes first. */
function rulesFor(subject: Subject, told: readonly LayeredRule[], layers: Layers): LayeredRule[] {
  const { guardrails, demanded } = layers;
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
    ...told,
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
