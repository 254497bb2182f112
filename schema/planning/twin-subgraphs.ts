// A twin of a subgraph: a second one at the same place, by which some fields are planned that the planner would mix up with others.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type TypeNode,
} from 'graphql';
import {
  type Composite,
  external,
  graphOf,
  isComposite,
  isContextual,
  isNamed,
  isUnresolvable,
  rootTypes,
  stringArgument,
  topFields,
  unresolvable,
  withArgument,
} from './join-directives.ts';

export interface Twin {
  readonly name: string;
  readonly graph: string;
  /** What moves to it. */
  readonly fields: readonly Computed[];
}

/** A field with @requires. */
export interface Computed {
  readonly type: string;
  readonly field: string;
  /** The value of the enum `join__Graph`. */
  readonly graph: string;
}

/** @param names gets the real name of the twin */
export function addTwin(document: DocumentNode, twin: Twin, names: Map<string, string>): DocumentNode {
  const inputs = inputNames(document, twin);
  const reach: Reach = { inputs, reached: typesReached(document, twin, inputs) };
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
      return addGraph(definition, twin, names);
    if (!isReached(definition, reach.reached)) return definition;
    if (!isComposite(definition)) return withTwinParts(definition, twin);
    const moved = twin.fields.filter(({ type }) => type === definition.name.value).map(({ field }) => field);
    return moved.length > 0
      ? twinOfEntity(definition, moved, twin, reach)
      : twinOfType(definition, twin, reach.reached);
  });
  return { ...document, definitions };
}

function addGraph(
  type: EnumTypeDefinitionNode,
  { graph, name: twin }: Twin,
  names: Map<string, string>,
): EnumTypeDefinitionNode {
  const original = type.values!.find(({ name }) => name.value === graph)!;
  const nameTwin = (name: string) => {
    names.set(twin, name);
    return twin;
  };
  const directives = original.directives?.map((directive) => withArgument(directive, 'name', nameTwin));
  return { ...type, values: type.values!.concat({ ...original, name: { kind: Kind.NAME, value: twin }, directives }) };
}

/** What of a subgraph its twin needs. */
interface Reach {
  readonly reached: ReadonlySet<string>;
  /** Names of the fields that are required. */
  readonly inputs: ReadonlySet<string>;
}

/** Fields that all subgraphs of a type have need not say so; where a twin does not have them all, they must. */
export function pinned(document: DocumentNode, twins: readonly Twin[]): DocumentNode {
  const types = new Set([...rootTypes(document), ...twins.flatMap(({ fields }) => fields.map(({ type }) => type))]);
  const definitions = document.definitions.map((definition) =>
    isComposite(definition) && types.has(definition.name.value) ? pinFields(definition) : definition,
  );
  return { ...document, definitions };
}

function pinFields(type: Composite): Composite {
  const graphs = new Map(
    (type.directives ?? []).filter(isNamed('join__type')).map((directive) => [graphOf(directive), directive]),
  );
  const pins = [...graphs.values()].map((directive) => ({
    ...directive,
    name: { kind: Kind.NAME, value: 'join__field' } as const,
    arguments: directive.arguments?.filter(({ name }) => name.value === 'graph'),
  }));
  const pin = (field: FieldDefinitionNode): FieldDefinitionNode =>
    field.directives?.some(isNamed('join__field'))
      ? field
      : { ...field, directives: [...(field.directives ?? []), ...pins] };
  return { ...type, fields: type.fields?.map(pin) };
}

/** The twin knows what its subgraph knows, but nothing else leads to it. */
function twinOfType(type: Composite, twin: Twin, reached: ReadonlySet<string>): Composite {
  const fields = type.fields?.map((field) => withTwins(field, twin));
  const directives = (type.directives ?? [])
    .filter(isOf(twin))
    .filter((directive) => isPromiseKept(directive, reached))
    .map((directive) => unresolvable(renamed(directive, twin)));
  return { ...type, directives: [...(type.directives ?? []), ...directives], fields } as Composite;
}

/** By its first key the twin resolves the fields that moved; all others it has only heard of. */
function twinOfEntity(type: Composite, moved: readonly string[], twin: Twin, { reached, inputs }: Reach): Composite {
  const own = (type.directives ?? []).filter(isOf(twin)).filter((directive) => isPromiseKept(directive, reached));
  const needed = neededFields(type, twin, inputs);
  const key = own.find((directive) => stringArgument(directive, 'key') !== null && !isUnresolvable(directive));
  const kept = own.filter((directive) => directive === key || directive.name.value !== 'join__type');
  const keyFields = new Set(key ? topFields(stringArgument(key, 'key') ?? '') : []);
  const fields = type.fields?.map((field): FieldDefinitionNode => {
    if (moved.includes(field.name.value)) return moveField(field, twin);
    if (keyFields.has(field.name.value)) return withTwins(field, twin);
    if (!needed.has(field.name.value)) return field;
    const heardOf = (field.directives ?? []).filter(isOf(twin)).map((directive) => external(renamed(directive, twin)));
    return { ...field, directives: [...(field.directives ?? []), ...heardOf] };
  });
  const directives = [...(type.directives ?? []), ...kept.map((directive) => renamed(directive, twin))];
  return { ...type, directives, fields } as Composite;
}

function moveField(field: FieldDefinitionNode, twin: Twin): FieldDefinitionNode {
  const directives = field.directives?.flatMap((directive) =>
    isOf(twin)(directive) ? [external(directive), renamed(directive, twin)] : [directive],
  );
  return { ...field, directives };
}

function withTwinParts(definition: DefinitionNode, twin: Twin): DefinitionNode {
  const own = withTwins(definition as DefinitionNode & Directed, twin);
  if (own.kind === Kind.ENUM_TYPE_DEFINITION)
    return { ...own, values: own.values?.map((value) => withTwins(value, twin)) };
  if (own.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return { ...own, fields: own.fields?.map((field) => withTwins(field, twin)) };
  return own;
}

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[];
}

/** The fields that the twin cannot do without: the key, what moves, and the inputs of that. All of them, if it promises some by an interface. */
function neededFields(type: Composite, twin: Twin, inputs: ReadonlySet<string>): ReadonlySet<string> {
  if ((type.directives ?? []).filter(isOf(twin)).some(isNamed('join__implements')))
    return new Set(type.fields?.map(({ name }) => name.value));
  const key = (type.directives ?? []).filter(isOf(twin)).map((directive) => stringArgument(directive, 'key') ?? '');
  const moved = twin.fields.filter((one) => one.type === type.name.value).map(({ field }) => field);
  return new Set([...moved, ...key.filter(Boolean).flatMap(topFields), ...inputs]);
}

/** Every name in a @requires of what moves, at any depth: an object that is required may be of a type that moves itself. */
function inputNames(document: DocumentNode, twin: Twin): ReadonlySet<string> {
  const requirements = document.definitions
    .filter(isComposite)
    .flatMap((type) => type.fields?.filter(({ name }) => isMoved(type, name.value, twin)) ?? [])
    .flatMap(({ directives = [] }) => directives.filter(isOf(twin)))
    .map((directive) => stringArgument(directive, 'requires') ?? '');
  return new Set(requirements.flatMap((fields) => fields.match(/\w+/g) ?? []));
}

const isMoved = (type: Composite, field: string, { fields }: Twin) =>
  fields.some((moved) => moved.type === type.name.value && moved.field === field);

/** Every type that the fields of the twin lead to. The others would only be more ways for the planner to try. */
function typesReached(document: DocumentNode, twin: Twin, inputs: ReadonlySet<string>): ReadonlySet<string> {
  const types = new Map(
    document.definitions.flatMap((one) => ('name' in one && one.name ? [[one.name.value, one]] : [])),
  );
  const roots = rootTypes(document);
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const type = types.get(name);
    if (!type || reached.has(name) || roots.has(name)) return;
    reached.add(name);
    for (const next of typesAround(document, type, twin, inputs)) reach(next);
  };
  for (const { type } of twin.fields) reach(type);
  return reached;
}

function typesAround(
  { definitions }: DocumentNode,
  type: DefinitionNode,
  twin: Twin,
  inputs: ReadonlySet<string>,
): readonly string[] {
  if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return (type.fields ?? []).map((field) => namedType(field.type));
  if (type.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).map(({ name }) => name.value);
  if (!isComposite(type)) return [];
  const hasMoved = twin.fields.some((one) => one.type === type.name.value);
  const needed = hasMoved ? neededFields(type, twin, inputs) : null;
  const fields = (type.fields ?? []).filter(({ name }) => !needed || needed.has(name.value));
  const members = definitions.filter(
    (one) => isComposite(one) && one.interfaces?.some(({ name }) => name.value === type.name.value),
  ) as readonly Composite[];
  return [
    ...fields.flatMap((field) => [field, ...(field.arguments ?? [])].map((one) => namedType(one.type))),
    ...members.map(({ name }) => name.value),
  ];
}

const isReached = (definition: DefinitionNode, reached: ReadonlySet<string>) =>
  'name' in definition && definition.name !== undefined && reached.has(definition.name.value);

/** An interface that the twin does not know, its types do not implement there. */
function isPromiseKept(directive: ConstDirectiveNode, reached: ReadonlySet<string>): boolean {
  return directive.name.value !== 'join__implements' || reached.has(stringArgument(directive, 'interface') ?? '');
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const isOf =
  ({ graph }: Twin) =>
  (directive: ConstDirectiveNode): boolean =>
    graphOf(directive) === graph;

/** Contexts belong to the subgraph by its name: what reads one, the twin has only heard of. */
function renamed(directive: ConstDirectiveNode, { name }: Twin): ConstDirectiveNode {
  const own = withArgument(directive, 'graph', () => name);
  return isContextual(directive) ? external(own) : own;
}

function withTwins<Node extends Directed>(node: Node, twin: Twin): Node {
  const twins = (node.directives ?? []).filter(isOf(twin)).map((directive) => renamed(directive, twin));
  return { ...node, directives: [...(node.directives ?? []), ...twins] };
}
