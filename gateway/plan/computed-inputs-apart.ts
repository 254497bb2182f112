// Repair of the planner's input: a field with @requires that is itself an input of another @requires. When the planner fetches it
// in a subgraph where it has been before, it adds it to that earlier fetch, which lacks its inputs: the subgraph would compute from
// nothing. So each such field moves to a twin of its subgraph, in which the planner has never been. The plan names the real one again.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  visit,
} from 'graphql';

export interface TwinnedSupergraph {
  readonly supergraph: DocumentNode;
  /** @returns the subgraph that a name in the plan stands for */
  readonly realName: (subgraph: string) => string;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

interface ComputedInput {
  readonly type: string;
  readonly field: string;
  /** The value of the enum `join__Graph`. */
  readonly graph: string;
}

export function computedInputsApart(supergraph: DocumentNode): TwinnedSupergraph {
  const names = new Map<string, string>();
  const twinned = computedInputs(supergraph).reduce(
    (document, computed, index) => addTwin(document, computed, `${computed.graph}__TWIN_${index}`, names),
    supergraph,
  );
  return { supergraph: twinned, realName: (name) => names.get(name) ?? name };
}

/** By name alone: a field that is taken for an input and is none has a twin for nothing. */
function computedInputs(supergraph: DocumentNode): readonly ComputedInput[] {
  const computed: ComputedInput[] = [];
  const inputs = new Set<string>();
  for (const type of supergraph.definitions.filter(isComposite)) {
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const requires = stringArgument(directive, 'requires');
        if (directive.name.value !== 'join__field' || requires === null) continue;
        computed.push({ type: type.name.value, field: field.name.value, graph: graphOf(directive) });
        visit(parse(`{${requires}}`), { Field: ({ name }) => void inputs.add(name.value) });
      }
    }
  }
  const contextual = graphsWithContext(supergraph);
  return computed.filter(({ field, graph }) => inputs.has(field) && !contextual.has(graph));
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

function addTwin(
  document: DocumentNode,
  computed: ComputedInput,
  twin: string,
  names: Map<string, string>,
): DocumentNode {
  const roots = rootTypes(document);
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
      return addGraph(definition, computed.graph, twin, names);
    if (isComposite(definition) && roots.has(definition.name.value)) return pinFields(definition);
    return twinParts(definition, computed, twin);
  });
  return { ...document, definitions };
}

/** Also of a twin there may be a twin. */
function addGraph(
  type: EnumTypeDefinitionNode,
  graph: string,
  twin: string,
  names: Map<string, string>,
): EnumTypeDefinitionNode {
  const original = type.values!.find(({ name }) => name.value === graph)!;
  const values = type.values!.concat({
    ...original,
    name: { kind: Kind.NAME, value: twin },
    directives: original.directives?.map((directive) =>
      withArgument(directive, 'name', (name) => nameTwin(name, twin, names)),
    ),
  });
  return { ...type, values };
}

function nameTwin(name: string, twin: string, names: Map<string, string>): string {
  names.set(twin, names.get(name) ?? name);
  return twin;
}

/** The twin has no root fields, so those that all subgraphs have need to say who these are. */
function pinFields(type: Composite): Composite {
  const graphs = (type.directives ?? []).filter(isNamed('join__type'));
  const pin = (field: FieldDefinitionNode): FieldDefinitionNode => {
    if (field.directives?.some(isNamed('join__field'))) return field;
    const pins = graphs.map((directive) => ({
      ...directive,
      name: { kind: Kind.NAME, value: 'join__field' } as const,
      arguments: directive.arguments?.filter(({ name }) => name.value === 'graph'),
    }));
    return { ...field, directives: [...(field.directives ?? []), ...pins] };
  };
  return { ...type, fields: type.fields?.map(pin) };
}

/** The twin knows what its subgraph knows; of the two only the twin resolves the field. */
function twinParts(definition: DefinitionNode, computed: ComputedInput, twin: string): DefinitionNode {
  const isOfGraph = (directive: ConstDirectiveNode) => graphOf(directive) === computed.graph;
  const twinOf = (directive: ConstDirectiveNode) => withArgument(directive, 'graph', () => twin);
  const withTwins = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node): Node => ({
    ...node,
    directives: [...(node.directives ?? []), ...(node.directives ?? []).filter(isOfGraph).map(twinOf)],
  });
  const moved = (field: FieldDefinitionNode): FieldDefinitionNode => ({
    ...field,
    directives: field.directives?.flatMap((directive) =>
      isOfGraph(directive) ? [external(directive), twinOf(directive)] : [directive],
    ),
  });
  const own = withTwins(definition as DefinitionNode & { readonly directives?: readonly ConstDirectiveNode[] });
  if (own.kind === Kind.ENUM_TYPE_DEFINITION) return { ...own, values: own.values?.map(withTwins) };
  if (own.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return { ...own, fields: own.fields?.map(withTwins) };
  if (!isComposite(own)) return own;
  const isMoved = ({ name }: FieldDefinitionNode) => own.name.value === computed.type && name.value === computed.field;
  return { ...own, fields: own.fields?.map((field) => (isMoved(field) ? moved(field) : withTwins(field))) };
}

function external(directive: ConstDirectiveNode): ConstDirectiveNode {
  const kept = directive.arguments?.filter(({ name }) => name.value === 'graph' || name.value === 'type') ?? [];
  const mark = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'external' },
    value: { kind: Kind.BOOLEAN, value: true },
  } as const;
  return { ...directive, arguments: [...kept, mark] };
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
