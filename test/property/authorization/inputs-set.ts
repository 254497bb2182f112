// Which input fields an operation sets at a field, found a second time: the oracle shares no code with the policies.
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';

/** The input fields that the client sets, in the document or in its variables. */
export function inputsSet(
  definitions: readonly GraphQLArgument[],
  { fieldNodes, variableValues }: GraphQLResolveInfo,
): [string, string][] {
  const found: [string, string][] = [];

  const fromValue = (type: GraphQLInputType, value: unknown): void => {
    const bare = getNullableType(type);
    if (isListType(bare)) for (const item of [value].flat()) fromValue(bare.ofType, item);
    if (!isInputObjectType(bare) || typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      found.push([bare.name, name]);
      fromValue(bare.getFields()[name]!.type, inner);
    }
  };

  const fromNode = (type: GraphQLInputType, node: ValueNode): void => {
    const bare = getNullableType(type);
    if (node.kind === Kind.VARIABLE) {
      fromValue(bare, variableValues[node.name.value]);
      return;
    }
    if (isListType(bare))
      for (const item of node.kind === Kind.LIST ? node.values : [node]) fromNode(bare.ofType, item);
    if (!isInputObjectType(bare) || node.kind !== Kind.OBJECT) return;
    for (const { name, value } of node.fields) {
      if (value.kind === Kind.VARIABLE && !(value.name.value in variableValues)) continue;
      found.push([bare.name, name.value]);
      fromNode(bare.getFields()[name.value]!.type, value);
    }
  };

  for (const { name, value } of fieldNodes[0]!.arguments ?? [])
    fromNode(definitions.find((definition) => definition.name === name.value)!.type, value);
  return found;
}
