// Repair of the planner's input, for supergraphs in which a field with @requires is itself an input of another @requires. The planner
// may add such a field, or its inputs, to an earlier fetch of the same subgraph: there it would be computed from nothing, and the
// inputs are @external. So computed fields move to twins of their subgraphs, which resolve nothing else of the entity, and the
// subgraphs forget the inputs. The plan names the real subgraphs again.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';

export interface TwinnedSupergraph {
  readonly supergraph: DocumentNode;
  /** @returns the subgraph that a name in the plan stands for */
  readonly realName: (subgraph: string) => string;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

interface Computed {
  readonly type: string;
  readonly field: string;
  /** The value of the enum `join__Graph`. */
  readonly graph: string;
}

interface Twin {
  readonly name: string;
  readonly graph: string;
  /** What moves to it. */
  readonly fields: readonly Computed[];
}

export function computedInputsApart(supergraph: DocumentNode): TwinnedSupergraph {
  const names = new Map<string, string>();
  const twins = twinsOf(supergraph);
  if (twins.length === 0) return { supergraph, realName: (name) => name };
  const twinned = twins.reduce((document, twin) => addTwin(document, twin, names), pinned(supergraph, twins));
  const graphs = new Set(twins.map(({ graph }) => graph));
  return { supergraph: withoutInputs(twinned, graphs), realName: (name) => names.get(name) ?? name };
}

/** One for each field that is an input, and one for the other computed fields of the subgraph. */
function twinsOf(supergraph: DocumentNode): readonly Twin[] {
  const { computed, inputs } = computedFields(supergraph);
  const isInput = ({ field }: Computed) => inputs.has(field);
  if (!computed.some(isInput)) return [];
  const others = new Map<string, Computed[]>();
  for (const one of computed.filter((one) => !isInput(one)))
    others.set(one.graph, [...(others.get(one.graph) ?? []), one]);
  const groups = [...computed.filter(isInput).map((one) => [one]), ...others.values()];
  return groups.map((fields, index) => ({
    name: `${fields[0]!.graph}__TWIN_${index}`,
    graph: fields[0]!.graph,
    fields,
  }));
}

/** Inputs by name alone: a field that is taken for one and is none has a twin for nothing. */
function computedFields(supergraph: DocumentNode) {
  const computed: Computed[] = [];
  const inputs = new Set<string>();
  const contextual = graphsWithContext(supergraph);
  for (const type of supergraph.definitions.filter(isComposite)) {
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const requires = stringArgument(directive, 'requires');
        if (directive.name.value !== 'join__field' || requires === null || contextual.has(graphOf(directive))) continue;
        computed.push({ type: type.name.value, field: field.name.value, graph: graphOf(directive) });
        visit(parse(`{${requires}}`), { Field: ({ name }) => void inputs.add(name.value) });
      }
    }
  }
  return { computed, inputs };
}

/** What @fromContext reads belongs to one subgraph by its name, so these have no twins. */
function graphsWithContext(supergraph: DocumentNode): ReadonlySet<string> {
  const graphs = new Set<string>();
  visit(supergraph, {
    Directive(directive) {
      const isContextual = directive.arguments?.some(({ name }) => name.value === 'contextArguments');
      if (isContextual) graphs.add(graphOf(directive as ConstDirectiveNode));
    },
  });
  return graphs;
}

function addTwin(document: DocumentNode, twin: Twin, names: Map<string, string>): DocumentNode {
  const roots = rootTypes(document);
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
      return addGraph(definition, twin, names);
    if (!isComposite(definition)) return withTwinParts(definition, twin);
    if (roots.has(definition.name.value)) return definition;
    const moved = twin.fields.filter(({ type }) => type === definition.name.value).map(({ field }) => field);
    return moved.length > 0 ? twinOfEntity(definition, moved, twin) : twinOfType(definition, twin);
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

/** Fields that all subgraphs of a type have need not say so; where a twin does not have them all, they must. */
function pinned(document: DocumentNode, twins: readonly Twin[]): DocumentNode {
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
function twinOfType(type: Composite, twin: Twin): Composite {
  const fields = type.fields?.map((field) => withTwins(field, twin));
  const directives = (type.directives ?? [])
    .filter(isOf(twin))
    .map((directive) => unresolvable(renamed(directive, twin)));
  return { ...type, directives: [...(type.directives ?? []), ...directives], fields } as Composite;
}

/** By its first key the twin resolves the fields that moved; all others it has only heard of. */
function twinOfEntity(type: Composite, moved: readonly string[], twin: Twin): Composite {
  const own = (type.directives ?? []).filter(isOf(twin));
  const key = own.find((directive) => stringArgument(directive, 'key') !== null && !isUnresolvable(directive));
  const kept = own.filter((directive) => directive === key || directive.name.value !== 'join__type');
  const keyFields = new Set(key ? topFields(stringArgument(key, 'key') ?? '') : []);
  const fields = type.fields?.map((field): FieldDefinitionNode => {
    if (moved.includes(field.name.value)) return moveField(field, twin);
    if (keyFields.has(field.name.value)) return withTwins(field, twin);
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

/** What subgraphs no longer compute, they need no inputs for. What they provide or promise by an interface, they keep. */
function withoutInputs(document: DocumentNode, graphs: ReadonlySet<string>): DocumentNode {
  const provided = providedFields(document);
  const forget = (type: Composite): Composite => {
    const implemented = new Set((type.directives ?? []).filter(isNamed('join__implements')).map(graphOf));
    const keyed = new Set(
      (type.directives ?? []).filter((directive) => stringArgument(directive, 'key') !== null).map(graphOf),
    );
    const isForgotten = (field: string) => (directive: ConstDirectiveNode) => {
      const graph = graphOf(directive);
      const isNeeded = implemented.has(graph) || provided.has(`${graph} ${field}`) || !keyed.has(graph);
      return graphs.has(graph) && isExternal(directive) && !isNeeded;
    };
    const fields = type.fields?.map((field) => {
      const isGone = isForgotten(field.name.value);
      return { ...field, directives: field.directives?.filter((directive) => !isGone(directive)) };
    });
    return { ...type, fields };
  };
  return { ...document, definitions: document.definitions.map((one) => (isComposite(one) ? forget(one) : one)) };
}

function providedFields(document: DocumentNode): ReadonlySet<string> {
  const provided = new Set<string>();
  visit(document, {
    Directive(node) {
      const directive = node as ConstDirectiveNode;
      const text = stringArgument(directive, 'provides');
      if (text !== null)
        visit(parse(`{${text}}`), { Field: ({ name }) => void provided.add(`${graphOf(directive)} ${name.value}`) });
    },
  });
  return provided;
}

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[];
}

const isOf =
  ({ graph }: Twin) =>
  (directive: ConstDirectiveNode): boolean =>
    graphOf(directive) === graph;

const renamed = (directive: ConstDirectiveNode, { name }: Twin) => withArgument(directive, 'graph', () => name);

function withTwins<Node extends Directed>(node: Node, twin: Twin): Node {
  const twins = (node.directives ?? []).filter(isOf(twin)).map((directive) => renamed(directive, twin));
  return { ...node, directives: [...(node.directives ?? []), ...twins] };
}

function topFields(fieldSet: string): readonly string[] {
  const [definition] = parse(`{${fieldSet}}`).definitions as readonly OperationDefinitionNode[];
  return definition!.selectionSet.selections.map((selection) => (selection as FieldNode).name.value);
}

const isTrue = (name: string, expected: boolean) => (directive: ConstDirectiveNode) =>
  directive.arguments?.some(
    (argument) =>
      argument.name.value === name && argument.value.kind === Kind.BOOLEAN && argument.value.value === expected,
  ) ?? false;

const isExternal = isTrue('external', true);
const isUnresolvable = isTrue('resolvable', false);

function unresolvable(directive: ConstDirectiveNode): ConstDirectiveNode {
  if (stringArgument(directive, 'key') === null || isUnresolvable(directive)) return directive;
  return { ...directive, arguments: [...(directive.arguments ?? []), booleanArgument('resolvable', false)] };
}

const booleanArgument = (name: string, value: boolean) =>
  ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.BOOLEAN, value },
  }) as const;

function external(directive: ConstDirectiveNode): ConstDirectiveNode {
  const kept = directive.arguments?.filter(({ name }) => name.value === 'graph' || name.value === 'type') ?? [];
  return { ...directive, arguments: [...kept, booleanArgument('external', true)] };
}

function rootTypes({ definitions }: DocumentNode): ReadonlySet<string> {
  const named = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes.map(({ type }) => type.name.value) : [],
  );
  return new Set([...named, 'Query', 'Mutation', 'Subscription']);
}

const isNamed =
  (name: string) =>
  (directive: ConstDirectiveNode): boolean =>
    directive.name.value === name;

const isComposite = (definition: DefinitionNode): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

const graphOf = ({ arguments: args }: ConstDirectiveNode): string => {
  const value = args?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
};

function stringArgument({ arguments: args }: ConstDirectiveNode, name: string): string | null {
  const value = args?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

function withArgument(
  directive: ConstDirectiveNode,
  name: string,
  change: (value: string) => string,
): ConstDirectiveNode {
  return {
    ...directive,
    arguments: directive.arguments?.map((argument) => {
      const { value } = argument;
      if (argument.name.value !== name || (value.kind !== Kind.ENUM && value.kind !== Kind.STRING)) return argument;
      return { ...argument, value: { ...value, value: change(value.value) } };
    }),
  };
}
