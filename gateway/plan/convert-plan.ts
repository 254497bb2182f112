// From the planner's plan to ours: rewrites resolved into the data they act on, types expanded, required arguments restored.
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type {
  PlannedFetch,
  PlannedNode,
  PlannedRewrite,
  PlannedSelection,
  PlannedSubscription,
  SupergraphFacts,
} from '../../schema/planning/planner-output.ts';
import type { IsolatedArguments } from '../../schema/planning/required-arguments.ts';
import type { IsAnsweredByType } from './answered-by-type.ts';
import { contextInputs, contextInputsOf } from './context-inputs.ts';
import type {
  AnswerField,
  ContextInput,
  FetchNode,
  InputNeed,
  Plan,
  PlanNode,
  PlanStages,
  RequiredSelection,
  TypenameRewrite,
} from './plan.ts';
import { restoreLiterals } from './protect-literals.ts';
import { restoreArguments, splitByRepresentation } from './restore-required-arguments.ts';
import { definedVariables, entityFields, responseNameOf } from './trim-fetch.ts';

export interface PlanConversion {
  readonly facts: SupergraphFacts;
  readonly isolated: IsolatedArguments;
  /** The subgraph that a name in the planner's plan stands for. */
  readonly realName: (subgraph: string) => string;
  readonly isAnsweredByType: IsAnsweredByType;
  /** Of fields that can do without some of their inputs. */
  readonly optionalInputs: ReadonlySet<Coordinate>;
  readonly internalCoordinates: (subgraph: string, document: DocumentNode) => readonly Coordinate[];
}

/** @throws GordianError PLANNING_FAILED for what this version does not execute */
export function convertPlan(planned: PlannedNode | undefined, conversion: PlanConversion): Plan {
  return { ...convertStages(planned, conversion), interfaceObjects: conversion.facts.interfaceObjects };
}

/** What is fetched first, and what after it; the planner defers at the outermost level only. */
function convertStages(planned: PlannedNode | undefined, conversion: PlanConversion): PlanStages {
  if (planned?.kind !== 'Defer') return { node: planned ? convertNode(planned, conversion) : null, deferred: [] };
  return {
    node: convertStages(planned.primary.node, conversion).node,
    deferred: planned.deferred.map(({ label = '', node }) => ({ id: label, ...convertStages(node, conversion) })),
  };
}

function convertNode(planned: PlannedNode, conversion: PlanConversion): PlanNode {
  switch (planned.kind) {
    case 'Sequence':
      return { kind: 'sequence', nodes: planned.nodes.map((node) => convertNode(node, conversion)) };
    case 'Parallel':
      return { kind: 'parallel', nodes: planned.nodes.map((node) => convertNode(node, conversion)) };
    case 'Fetch':
      return convertFetch(planned, [], conversion)[0]!;
    // What the events bring, and what is fetched for each of them: the executor runs it like any sequence.
    case 'Subscription':
      return { kind: 'sequence', nodes: subscriptionNodes(planned).map((node) => convertNode(node, conversion)) };
    case 'Flatten':
      return convertFlatten(planned.path.map(String), planned.node, conversion);
    default:
      throw unsupported(`a plan node of kind ${planned.kind}`);
  }
}

function subscriptionNodes({ primary, rest }: PlannedSubscription): readonly PlannedNode[] {
  return rest ? [primary, rest] : [primary];
}

function convertFlatten(path: readonly string[], planned: PlannedNode, conversion: PlanConversion): PlanNode {
  if (planned.kind !== 'Fetch') throw unsupported(`a ${planned.kind} inside a Flatten`);
  // Deferred root fields: the place is the root, and no entity is needed.
  if (!planned.requires) return convertFetch(planned, path, conversion)[0]!;
  const nodes = convertFetch(planned, path, conversion).map((node) => ({ kind: 'flatten', path, node }) as const);
  return nodes.length === 1 ? nodes[0]! : { kind: 'parallel', nodes };
}

/** One fetch, or several when its representations need two values for one field. */
function convertFetch(
  planned: PlannedFetch,
  path: readonly string[],
  conversion: PlanConversion,
): readonly FetchNode[] {
  const { facts, isolated } = conversion;
  const document = restoreLiterals(parse(planned.operation, { noLocation: true }));
  const whole = restoreArguments(document, isolated);
  const requires = planned.requires?.map((selection) => convertRequired(selection, conversion));
  const context = contextInputs(planned.contextRewrites ?? [], path, (name) => typeNames(name, facts));
  const parts = requires
    ? splitByRepresentation({ document: whole, requires }, isolated)
    : [{ document: whole, requires: null }];
  return parts.map(({ document, requires }) => ({
    kind: 'fetch',
    subgraph: conversion.realName(planned.serviceName),
    operationKind: planned.operationKind,
    document: stripIgnoredCharacters(print(document)),
    variables: clientVariables(document, context),
    requires,
    ...(requires && conversion.isAnsweredByType(document) && { answeredByType: true as const }),
    needs: requires ? inputNeeds(document, conversion, context) : [],
    typenameRewrites: typenameRewrites(planned.inputRewrites ?? [], facts),
    contextInputs: context.filter(({ variable }) => definedVariables(document).includes(variable)),
    answer: answerFields(document, requires !== null, planned.outputRewrites ?? []),
    internalCoordinates: conversion.internalCoordinates(planned.serviceName, document),
  }));
}

function convertRequired(planned: PlannedSelection, conversion: PlanConversion): RequiredSelection {
  const selections = planned.selections?.map((selection) => convertRequired(selection, conversion));
  if (planned.kind === 'InlineFragment') {
    const types = planned.typeCondition === undefined ? null : typeNames(planned.typeCondition, conversion.facts);
    return { kind: 'fragment', types, selections: selections ?? [] };
  }
  const sendAs = conversion.isolated.synthetic.get(planned.name)?.name.value ?? planned.name;
  return { kind: 'field', privateName: planned.alias ?? planned.name, sendAs, selections: selections ?? null };
}

/** Every `__typename` that an object of the type may have; an interface object has the name of the interface. */
function typeNames(typeName: string, { possibleTypes }: SupergraphFacts): readonly string[] {
  return [...new Set([typeName, ...possibleTypes(typeName)])];
}

function inputNeeds(
  document: DocumentNode,
  { isolated: { requiredBy }, optionalInputs }: PlanConversion,
  context: readonly ContextInput[],
): readonly InputNeed[] {
  return entityFields(document).flatMap(({ type, field }) => {
    const coordinate = fieldCoordinate(type, field.name.value);
    const required = [...(requiredBy.get(coordinate) ?? [])];
    const inputs = [...required, ...contextInputsOf(field, context)];
    const optional = optionalInputs.has(coordinate) && { optional: required };
    const need = { type, responseName: responseNameOf(field), inputs, ...optional };
    return inputs.length > 0 ? [need] : [];
  });
}

function typenameRewrites(rewrites: readonly PlannedRewrite[], facts: SupergraphFacts): readonly TypenameRewrite[] {
  const byType = new Map<string, TypenameRewrite>();
  for (const rewrite of rewrites) {
    const typeName = rewrite.path[0]?.replace('... on ', '') ?? '';
    if (rewrite.kind !== 'ValueSetter' || rewrite.path.length !== 2 || rewrite.path[1] !== '__typename') {
      throw unsupported(`a rewrite of ${rewrite.path.join('.')}`);
    }
    byType.set(typeName, { types: typeNames(typeName, facts), value: String(rewrite.setValueTo) });
  }
  return [...byType.values()];
}

function clientVariables(document: DocumentNode, context: readonly ContextInput[]): readonly string[] {
  const ours = new Set(['representations', ...context.map(({ variable }) => variable)]);
  return definedVariables(document).filter((name) => !ours.has(name));
}

function answerFields(
  document: DocumentNode,
  isEntityFetch: boolean,
  rewrites: readonly PlannedRewrite[],
): readonly AnswerField[] {
  const renames = new Map(
    rewrites.map((rewrite) => [fieldPath(rewrite), rewrite.kind === 'KeyRenamer' ? rewrite.renameKeyTo : '']),
  );
  if (rewrites.some(({ kind }) => kind !== 'KeyRenamer')) throw unsupported('a value set in an answer');
  const { selectionSet } = operationOf(document);
  const entities = selectionSet.selections[0] as FieldNode;
  return readSelections([isEntityFetch ? entities.selectionSet! : selectionSet], '', renames);
}

/** Aliases are unique among all types at a position, so the type conditions in the path add nothing. */
function fieldPath({ path }: PlannedRewrite): string {
  return path
    .filter((step) => !step.startsWith('... on '))
    .map((step) => `.${step}`)
    .join('');
}

function readSelections(
  sets: readonly SelectionSetNode[],
  path: string,
  renames: ReadonlyMap<string, string>,
): readonly AnswerField[] {
  return [...groupByResponseName(sets)].map(([responseName, nodes]) => {
    const own = `${path}.${responseName}`;
    const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const selections = below.length > 0 ? readSelections(below, own, renames) : null;
    return { responseName, keepAs: renames.get(own) ?? responseName, selections };
  });
}

function groupByResponseName(sets: readonly SelectionSetNode[]): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw unsupported('a named fragment');
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
        continue;
      }
      const responseName = responseNameOf(selection);
      fields.set(responseName, [...(fields.get(responseName) ?? []), selection]);
    }
  };
  sets.forEach(collect);
  return fields;
}

const operationOf = (document: DocumentNode) => document.definitions[0] as OperationDefinitionNode;

function unsupported(what: string): GordianError {
  return new GordianError(
    'PLANNING_FAILED',
    `The plan of this operation needs what this version does not execute: ${what}.`,
  );
}
