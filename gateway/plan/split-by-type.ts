// Repair of the planner's output: a subgraph that knows an interface as an object (@interfaceObject) is asked every field of all
// objects, although the client wants some of one type only. A field that fails on an object of which nobody wanted it would
// take others with it. So each group of types is asked for what is wanted of it.
import { type DocumentNode, type FieldNode, parse, print, stripIgnoredCharacters } from 'graphql';
import type { SupergraphFacts } from '../../schema/planning/planner-output.ts';
import { type AskedByType, askedByType, placeOf } from './asked-by-type.ts';
import type { FetchNode, FlattenNode, Plan, PlanNode, PlanStages, RequiredSelection } from './plan.ts';
import { definedVariables, entityFields, keepEntityFields, responseNameOf } from './trim-fetch.ts';

/** @param document the one that was planned */
export function splitByType(plan: Plan, document: DocumentNode, facts: SupergraphFacts): Plan {
  const nodes = nodesOf(plan);
  if (!nodes.some((node) => someFetch(node, isOfInterfaceObjects))) return plan;
  const asked = askedByType(document, nodes, facts.possibleTypes);
  return { ...plan, ...splitStages(plan, asked, facts) };
}

const nodesOf = ({ node, deferred }: PlanStages): readonly PlanNode[] => [
  ...(node ? [node] : []),
  ...deferred.flatMap(nodesOf),
];

function splitStages({ node, deferred }: PlanStages, asked: AskedByType, facts: SupergraphFacts): PlanStages {
  return {
    node: node && splitNode(node, asked, facts),
    deferred: deferred.map((part) => ({ ...part, ...splitStages(part, asked, facts) })),
  };
}

function someFetch(node: PlanNode, fits: (fetch: FetchNode) => boolean): boolean {
  if (node.kind === 'fetch') return fits(node);
  return node.kind === 'flatten' ? fits(node.node) : node.nodes.some((child) => someFetch(child, fits));
}

/** Only there a representation gets another type than its object has. */
const isOfInterfaceObjects = ({ typenameRewrites }: FetchNode) => typenameRewrites.length > 0;

function splitNode(node: PlanNode, asked: AskedByType, facts: SupergraphFacts): PlanNode {
  if (node.kind === 'fetch') return node;
  if (node.kind !== 'flatten') return { ...node, nodes: node.nodes.map((child) => splitNode(child, asked, facts)) };
  const parts = isOfInterfaceObjects(node.node) ? splitFetch(node, asked, facts) : [node];
  return parts.length === 1 ? parts[0]! : { kind: 'parallel', nodes: parts };
}

interface TypeGroup {
  readonly types: Set<string>;
  readonly fields: Set<FieldNode>;
}

function splitFetch(flatten: FlattenNode, asked: AskedByType, facts: SupergraphFacts): readonly FlattenNode[] {
  const { path, node } = flatten;
  const place = placeOf(path);
  const document = parse(node.document, { noLocation: true });
  const fields = entityFields(document);
  const fieldsOf = (typeName: string): TypeFields => {
    const applying = fields
      .filter(({ type }) => facts.possibleTypes(type).includes(typeName))
      .map(({ field }) => field);
    const isWanted = (name: string) => !asked.isAsked(place, name) || asked.isWanted(place, typeName, name);
    return { applying, wanted: new Set(applying.filter((field) => isWanted(responseNameOf(field)))) };
  };
  const groups = groupTypes(requiredTypes(node.requires ?? []), fieldsOf, facts.interfaceObjects);
  if (groups.length < 2) return [flatten];
  return groups.map((group) => ({ ...flatten, node: partOf(node, document, group) }));
}

function requiredTypes(requires: readonly RequiredSelection[]): readonly string[] {
  return [...new Set(requires.flatMap((selection) => (selection.kind === 'fragment' ? (selection.types ?? []) : [])))];
}

interface TypeFields {
  /** What the fetch asks of objects of the type. */
  readonly applying: readonly FieldNode[];
  readonly wanted: ReadonlySet<FieldNode>;
}

/** Types are together as long as none of them is asked what is wanted of another only. */
function groupTypes(
  types: readonly string[],
  fieldsOf: (typeName: string) => TypeFields,
  interfaceObjects: readonly string[],
): readonly TypeGroup[] {
  const groups: TypeGroup[] = [];
  const known = types.map((typeName) => ({ typeName, ...fieldsOf(typeName) }));
  const fits = (fields: ReadonlySet<FieldNode>, { applying, wanted }: TypeFields) =>
    applying.every((field) => fields.has(field) === wanted.has(field));
  for (const type of known.filter(({ wanted }) => wanted.size > 0)) {
    const together = ({ types, fields }: TypeGroup) => {
      const all = new Set([...fields, ...type.wanted]);
      return [type, ...known.filter(({ typeName }) => types.has(typeName))].every((one) => fits(all, one));
    };
    const group = groups.find(together) ?? newGroup(groups);
    group.types.add(type.typeName);
    for (const field of type.wanted) group.fields.add(field);
  }
  // An object whose type could not be found out is asked as much as any.
  const largest = [...groups].sort((one, other) => other.fields.size - one.fields.size)[0];
  for (const name of types.filter((typeName) => interfaceObjects.includes(typeName))) largest?.types.add(name);
  return groups;
}

function newGroup(groups: TypeGroup[]): TypeGroup {
  const group: TypeGroup = { types: new Set(), fields: new Set() };
  groups.push(group);
  return group;
}

function partOf(fetch: FetchNode, whole: DocumentNode, { types, fields }: TypeGroup): FetchNode {
  const document = keepEntityFields(whole, ({ field }) => fields.has(field));
  const names = new Set([...fields].map(responseNameOf));
  const variables = new Set(definedVariables(document));
  return {
    ...fetch,
    document: stripIgnoredCharacters(print(document)),
    variables: fetch.variables.filter((name) => variables.has(name)),
    contextInputs: fetch.contextInputs.filter(({ variable }) => variables.has(variable)),
    requires: onlyOfTypes(fetch.requires ?? [], types),
    needs: fetch.needs.filter(({ responseName }) => names.has(responseName)),
    answer: fetch.answer.filter(({ responseName }) => names.has(responseName)),
  };
}

function onlyOfTypes(requires: readonly RequiredSelection[], kept: ReadonlySet<string>): readonly RequiredSelection[] {
  return requires.flatMap((selection) => {
    if (selection.kind === 'field' || selection.types === null) return [selection];
    const types = selection.types.filter((typeName) => kept.has(typeName));
    return types.length > 0 ? [{ ...selection, types }] : [];
  });
}
