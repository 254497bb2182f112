// What an argument holds in one request, and what it costs by the weights of arguments, input fields and types.
import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type { CostHints, FieldPath } from './cost-hints.ts';

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

/** Null when no value of the type costs anything, so that none has to be looked at. */
export type ArgumentPrice = ((value: unknown) => number) | null;

/**
 * The price of a value is its weight, or that of its type, or one for an input object, and the prices of the fields in it. Each
 * item of a list is a value.
 */
export function priceOf(hints: CostHints, coordinate: Coordinate, type: GraphQLInputType): ArgumentPrice {
  if (isFree(hints, coordinate, type, new Set())) return null;
  const price = (at: Coordinate, of: GraphQLInputType, value: unknown): number => {
    if (value === null || value === undefined) return 0;
    const bare = getNullableType(of);
    if (isListType(bare)) {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return items.reduce<number>((total, item) => total + price(at, bare.ofType, item), 0);
    }
    const own = weightOf(hints, at, bare);
    if (!isInputObjectType(bare) || typeof value !== 'object') return own;
    const fields = bare.getFields();
    return Object.entries(value).reduce((total, [name, of]) => {
      const field = fields[name];
      return field ? total + price(fieldCoordinate(bare.name, name), field.type, of) : total;
    }, own);
  };
  return (value) => price(coordinate, type, value);
}

function weightOf({ weights }: CostHints, coordinate: Coordinate, type: GraphQLInputType): number {
  const named = getNamedType(type);
  return weights.get(coordinate) ?? weights.get(named.name) ?? (isInputObjectType(named) ? 1 : 0);
}

function isFree(hints: CostHints, coordinate: Coordinate, type: GraphQLInputType, seen: Set<Coordinate>): boolean {
  if (seen.has(coordinate)) return true;
  seen.add(coordinate);
  if (weightOf(hints, coordinate, type) !== 0) return false;
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return true;
  return Object.values(named.getFields()).every((field) =>
    isFree(hints, fieldCoordinate(named.name, field.name), field.type, seen),
  );
}
