// What a supergraph says of its subgraphs, in the directives whose names begin with `join__`: reading it and changing it.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
} from 'graphql';

export type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const isNamed =
  (name: string) =>
  (directive: ConstDirectiveNode): boolean =>
    directive.name.value === name;

export const isComposite = (definition: DefinitionNode): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

export const graphOf = ({ arguments: args }: ConstDirectiveNode): string => {
  const value = args?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
};

export function stringArgument({ arguments: args }: ConstDirectiveNode, name: string): string | null {
  const value = args?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

const isTrue = (name: string, expected: boolean) => (directive: ConstDirectiveNode) =>
  directive.arguments?.some(
    (argument) =>
      argument.name.value === name && argument.value.kind === Kind.BOOLEAN && argument.value.value === expected,
  ) ?? false;

export const isExternal = isTrue('external', true);
export const isUnresolvable = isTrue('resolvable', false);

/** Whether a field has arguments that @fromContext fills. */
export const isContextual = ({ arguments: args }: ConstDirectiveNode): boolean =>
  args?.some(({ name }) => name.value === 'contextArguments') ?? false;

export function topFields(fieldSet: string): readonly string[] {
  const [definition] = parse(`{${fieldSet}}`).definitions as readonly OperationDefinitionNode[];
  return definition!.selectionSet.selections.map((selection) => (selection as FieldNode).name.value);
}

export function rootTypes({ definitions }: DocumentNode): ReadonlySet<string> {
  const named = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes.map(({ type }) => type.name.value) : [],
  );
  return new Set([...named, 'Query', 'Mutation', 'Subscription']);
}

export function withArgument(
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
export function unresolvable(directive: ConstDirectiveNode): ConstDirectiveNode {
  if (stringArgument(directive, 'key') === null || isUnresolvable(directive)) return directive;
  return { ...directive, arguments: [...(directive.arguments ?? []), booleanArgument('resolvable', false)] };
}

export function external(directive: ConstDirectiveNode): ConstDirectiveNode {
  const kept = directive.arguments?.filter(({ name }) => name.value === 'graph' || name.value === 'type') ?? [];
  return { ...directive, arguments: [...kept, booleanArgument('external', true)] };
}

const booleanArgument = (name: string, value: boolean) =>
  ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.BOOLEAN, value },
  }) as const;
