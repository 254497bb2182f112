// Which inputs an operation uses: `CustomerFilter.email` and `CustomerOrderField.EMAIL` are coordinates like any other, because a
// filter on a field that the caller may not read, or an order by it, answers questions about it.
import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** @returns the input fields and enum values that the arguments set, with the variables' coerced values; each once */
export function inputCoordinatesOf(
  definitions: readonly GraphQLArgument[],
  args: readonly ArgumentNode[],
  variables: Variables,
): ReadonlySet<Coordinate> {
  const found = new Set<Coordinate>();
  for (const { name, value } of args) {
    const definition = definitions.find((candidate) => candidate.name === name.value);
    if (definition !== undefined) collectFromNode(definition.type, value, variables, found);
  }
  return found;
}

/** Whether any argument can hold input fields or enum values; most fields have none, and need no look at the variables. */
export function takesInputFields(definitions: readonly GraphQLArgument[]): boolean {
  return definitions.some(({ type }) => isInputObjectType(getNamedType(type)) || isEnumType(getNamedType(type)));
}

/** The input types that something other than a mutation takes, directly or inside another. */
export function filterTypesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type === mutation || (!isObjectType(type) && !isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields()))
      for (const { type: taken } of field.args) collectTypes(taken, found);
  }
  return found;
}

function collectTypes(type: GraphQLInputType, found: Set<string>): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || found.has(named.name)) return;
  found.add(named.name);
  for (const field of Object.values(named.getFields())) collectTypes(field.type, found);
}

function collectFromNode(type: GraphQLInputType, node: ValueNode, variables: Variables, found: Set<Coordinate>): void {
  const bare = getNullableType(type);
  if (node.kind === Kind.VARIABLE) {
    collectFromValue(bare, variables[node.name.value], found);
    return;
  }
  if (isListType(bare)) {
    const elements = node.kind === Kind.LIST ? node.values : [node];
    for (const element of elements) collectFromNode(bare.ofType, element, variables, found);
    return;
  }
  if (isEnumType(bare) && node.kind === Kind.ENUM) found.add(fieldCoordinate(bare.name, node.value));
  if (!isInputObjectType(bare) || node.kind !== Kind.OBJECT) return;
  for (const { name, value } of node.fields) {
    const field = bare.getFields()[name.value];
    const isLeftOut = value.kind === Kind.VARIABLE && variables[value.name.value] === undefined;
    if (field === undefined || isLeftOut) continue;
    found.add(fieldCoordinate(bare.name, name.value));
    collectFromNode(field.type, value, variables, found);
  }
}

function collectFromValue(type: GraphQLInputType, value: unknown, found: Set<Coordinate>): void {
  const bare = getNullableType(type);
  if (isListType(bare)) {
    const elements = Array.isArray(value) ? value : [value];
    for (const element of elements) collectFromValue(bare.ofType, element, found);
    return;
  }
  if (isEnumType(bare)) {
    // A coerced value is what a resolver gets, which need not be its name.
    const named = bare.getValues().find((candidate) => candidate.value === value);
    if (named) found.add(fieldCoordinate(bare.name, named.name));
    return;
  }
  if (!isInputObjectType(bare) || typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const field = bare.getFields()[name];
    if (field === undefined || inner === undefined) continue;
    found.add(fieldCoordinate(bare.name, name));
    collectFromValue(field.type, inner, found);
  }
}
