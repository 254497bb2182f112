// What an argument holds in one request.
import { type ArgumentNode, type GraphQLArgument, Kind, type ValueNode, valueFromAST } from 'graphql';
import type { FieldPath } from './cost-hints.ts';

/** Coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** @returns undefined for an argument that the operation does not give, or gives by a variable without a value */
export function givenValue(definition: GraphQLArgument, args: readonly ArgumentNode[], variables: Variables): unknown {
  const node = args.find(({ name }) => name.value === definition.name)?.value;
  if (node === undefined) return undefined;
  return node.kind === Kind.VARIABLE ? variables[node.name.value] : valueFromAST(node, definition.type, variables);
}

/** Whether the value is the same in every request. */
export function isConstant(node: ValueNode | undefined): boolean {
  if (node === undefined) return true;
  if (node.kind === Kind.VARIABLE) return false;
  if (node.kind === Kind.LIST) return node.values.every(isConstant);
  return node.kind !== Kind.OBJECT || node.fields.every(({ value }) => isConstant(value));
}

/** @returns undefined when the path leads to nothing */
export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((holder, step) => {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined;
    return (holder as Record<string, unknown>)[step];
  }, value);
}
