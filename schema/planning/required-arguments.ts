// Repair of the planner's input: it identifies the fields inside a @requires or @fromContext by name only, so their arguments
// leak into the client's selection of the same field, and into other @requires. Here each such field with arguments becomes a
// field of its own in the supergraph that the planner sees; the plan is turned back by gateway/plan/restore-required-arguments.ts.
import {
  type ConstDirectiveNode,
  type ConstObjectValueNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  visit,
} from 'graphql';

export interface IsolatedArguments {
  readonly supergraph: DocumentNode;
  /** Synthetic field name -> the field and arguments that it stands for. Empty for most supergraphs. */
  readonly synthetic: ReadonlyMap<string, FieldNode>;
  /** `Type.field` -> names of all fields in its @requires, at any depth and in any subgraph. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
}

type CompositeDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function isolateRequiredArguments(supergraph: DocumentNode): IsolatedArguments {
  const isolation = createIsolation(supergraph);
  const rewritten = supergraph.definitions.map((definition) =>
    isComposite(definition) ? isolation.rewriteRequires(definition) : definition,
  );
  if (isolation.synthetic.size === 0)
    return { supergraph, synthetic: isolation.synthetic, requiredBy: isolation.requiredBy };
  const definitions = rewritten.map((definition) =>
    isComposite(definition) ? isolation.addFields(definition) : definition,
  );
  return {
    supergraph: { ...supergraph, definitions },
    synthetic: isolation.synthetic,
    requiredBy: isolation.requiredBy,
  };
}

function createIsolation(supergraph: DocumentNode) {
  const types = new Map(supergraph.definitions.filter(isComposite).map((type) => [type.name.value, type]));
  const names = new Map<string, string>();
  const synthetic = new Map<string, FieldNode>();
  const requiredBy = new Map<string, Set<string>>();
  /** Type -> synthetic names to add to it. */
  const additions = new Map<string, Set<string>>();

  const rewriteRequires = (type: CompositeDefinition): CompositeDefinition => ({
    ...type,
    fields: type.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((directive) => rewriteDirective(type, field, directive)),
    })),
  });

  const rewriteDirective = (
    type: CompositeDefinition,
    field: FieldDefinitionNode,
    directive: ConstDirectiveNode,
  ): ConstDirectiveNode => {
    if (directive.name.value !== 'join__field') return directive;
    return {
      ...directive,
      arguments: directive.arguments?.map((argument) => {
        if (argument.name.value === 'contextArguments') return { ...argument, value: rewriteContext(argument.value) };
        if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
        const required = rewriteFieldSet(type.name.value, argument.value.value);
        noteRequirement(`${type.name.value}.${field.name.value}`, required);
        return { ...argument, value: { ...argument.value, value: printFieldSet(required) } };
      }),
    };
  };

  const rewriteContext = (value: ConstValueNode): ConstValueNode => {
    if (value.kind === Kind.LIST) return { ...value, values: value.values.map(rewriteContext) };
    if (value.kind !== Kind.OBJECT) return value;
    const name = stringField(value, 'context');
    return {
      ...value,
      fields: value.fields.map((field) => {
        if (field.name.value !== 'selection' || field.value.kind !== Kind.STRING) return field;
        return { ...field, value: { ...field.value, value: rewriteContextSelection(name, field.value.value) } };
      }),
    };
  };

  /** The same text for every type that may be the context, because equal calls have equal names. */
  const rewriteContextSelection = (context: string, selection: string): string => {
    const fieldSet = selection.trim().startsWith('{') ? selection.trim().slice(1, -1) : selection;
    const rewritten = typesOfContext(supergraph, context).map((typeName) => rewriteFieldSet(typeName, fieldSet));
    return rewritten[0] ? `{ ${printFieldSet(rewritten[0])} }` : selection;
  };

  const rewriteFieldSet = (typeName: string, fieldSet: string): SelectionSetNode => {
    const [definition] = parse(`{${fieldSet}}`).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a set of fields: ${fieldSet}`);
    return rewriteSelections(typeName, definition.selectionSet);
  };

  const rewriteSelections = (typeName: string, { selections }: SelectionSetNode): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: selections.map((selection) => rewriteSelection(typeName, selection)),
  });

  const rewriteSelection = (typeName: string, selection: SelectionNode): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return {
        ...selection,
        selectionSet: rewriteSelections(selection.typeCondition?.name.value ?? typeName, selection.selectionSet),
      };
    }
    const below =
      selection.selectionSet &&
      rewriteSelections(fieldType(types.get(typeName), selection.name.value), selection.selectionSet);
    const kept = { ...selection, selectionSet: below };
    if (!selection.arguments?.length) return kept;
    return { ...kept, name: { kind: Kind.NAME, value: isolate(typeName, selection) }, arguments: [] };
  };

  const isolate = (typeName: string, field: FieldNode): string => {
    const call = print({ ...field, alias: undefined, directives: [], selectionSet: undefined });
    const name = names.get(call) ?? `${field.name.value}__required_${names.size}`;
    names.set(call, name);
    synthetic.set(name, { ...field, selectionSet: undefined });
    for (const holder of [typeName, ...implementations(typeName)]) {
      additions.set(holder, (additions.get(holder) ?? new Set()).add(name));
    }
    return name;
  };

  const implementations = (interfaceName: string): readonly string[] =>
    [...types.values()]
      .filter((type) => type.interfaces?.some(({ name }) => name.value === interfaceName))
      .map((type) => type.name.value);

  const noteRequirement = (coordinate: string, selections: SelectionSetNode): void => {
    requiredBy.set(coordinate, new Set([...(requiredBy.get(coordinate) ?? []), ...fieldNames(selections)]));
  };

  const addFields = (type: CompositeDefinition): CompositeDefinition => {
    const added = [...(additions.get(type.name.value) ?? [])].flatMap((name) => {
      const original = type.fields?.find((field) => field.name.value === synthetic.get(name)?.name.value);
      return original ? [{ ...original, name: { kind: Kind.NAME, value: name } as const, arguments: [] }] : [];
    });
    return { ...type, fields: [...(type.fields ?? []), ...added] };
  };

  return { rewriteRequires, addFields, synthetic, requiredBy };
}

const printFieldSet = (selectionSet: SelectionSetNode): string => print(selectionSet).slice(1, -1).trim();

function stringField({ fields }: ConstObjectValueNode, name: string): string {
  const value = fields.find((field) => field.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

/** Object types and interfaces; of a union its members. */
function typesOfContext({ definitions }: DocumentNode, context: string): readonly string[] {
  const sets = ({ name, arguments: args }: ConstDirectiveNode) =>
    name.value === 'context' && args?.some(({ value }) => value.kind === Kind.STRING && value.value === context);
  return definitions.flatMap((definition) => {
    if (!('directives' in definition) || !(definition as TypeDefinitionNode).directives?.some(sets)) return [];
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) return definition.types?.map(({ name }) => name.value) ?? [];
    return isComposite(definition) ? [definition.name.value] : [];
  });
}

function fieldNames(selectionSet: SelectionSetNode): readonly string[] {
  const names: string[] = [];
  visit(selectionSet, { Field: ({ name }) => void names.push(name.value) });
  return names;
}

function fieldType(type: CompositeDefinition | undefined, fieldName: string): string {
  const field = type?.fields?.find(({ name }) => name.value === fieldName);
  return field ? namedType(field.type) : '';
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isComposite(definition: { readonly kind: Kind | string }): definition is CompositeDefinition {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}
