// What the value of an argument costs: its weight, or that of its type, or one for an input object, and the prices of the
// fields in it. Each item of a list is a value; so is a default of an input type.
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type { Variables } from './argument-values.ts';
import type { CostHints } from './cost-hints.ts';

/** The price of what a document says, and of the variables in it. */
export type ArgumentPrice = (node: ValueNode, variables: Variables) => number;

/**
 * @returns a function that gives arguments of equal type and weight, as the object types of an interface have them, the same
 *   price; null when no value costs anything, so that none has to be looked at
 */
export function createArgumentPrices(
  hints: CostHints,
): (coordinate: Coordinate, type: GraphQLInputType) => ArgumentPrice | null {
  const prices = new Map<string, ArgumentPrice | null>();
  return (coordinate, type) => {
    const key = `${type} ${hints.weights.get(coordinate)}`;
    const known = prices.get(key);
    if (known !== undefined) return known;
    const price = priceOf(hints, coordinate, type);
    prices.set(key, price);
    return price;
  };
}

function priceOf(hints: CostHints, coordinate: Coordinate, type: GraphQLInputType): ArgumentPrice | null {
  if (isFree(hints, coordinate, type, new Set())) return null;

  const ofNode = (at: Coordinate, of: GraphQLInputType, node: ValueNode, variables: Variables): number => {
    if (node.kind === Kind.VARIABLE) return ofValue(at, of, variables[node.name.value]);
    if (node.kind === Kind.NULL) return 0;
    const bare = getNullableType(of);
    if (isListType(bare)) {
      const items = node.kind === Kind.LIST ? node.values : [node];
      return sum(items, (item) => ofNode(at, bare.ofType, item, variables));
    }
    const own = weightOf(hints, at, bare);
    if (node.kind !== Kind.OBJECT || !isInputObjectType(bare)) return own;
    const given = sum(node.fields, ({ name, value }) => {
      const field = bare.getFields()[name.value];
      return field ? ofNode(fieldCoordinate(bare.name, name.value), field.type, value, variables) : 0;
    });
    return own + given + ofDefaults(bare, (name) => node.fields.some((field) => field.name.value === name));
  };

  /** Coerced, so that its defaults are in it. */
  const ofValue = (at: Coordinate, of: GraphQLInputType, value: unknown): number => {
    if (value === null || value === undefined) return 0;
    const bare = getNullableType(of);
    if (isListType(bare)) return sum(Array.isArray(value) ? value : [value], (item) => ofValue(at, bare.ofType, item));
    const own = weightOf(hints, at, bare);
    if (!isInputObjectType(bare) || typeof value !== 'object') return own;
    const fields = bare.getFields();
    return sum(
      Object.entries(value),
      ([name, held]) => {
        const field = fields[name];
        return field ? ofValue(fieldCoordinate(bare.name, name), field.type, held) : 0;
      },
      own,
    );
  };

  const dearDefaults = new Map<GraphQLInputObjectType, readonly (readonly [string, number])[]>();
  const ofDefaults = (of: GraphQLInputObjectType, isGiven: (name: string) => boolean): number => {
    const known = dearDefaults.get(of);
    const defaults =
      known ??
      Object.values(of.getFields())
        .map(
          ({ name, type, defaultValue }) =>
            [name, ofValue(fieldCoordinate(of.name, name), type, defaultValue)] as const,
        )
        .filter(([, price]) => price !== 0);
    if (!known) dearDefaults.set(of, defaults);
    return sum(defaults, ([name, price]) => (isGiven(name) ? 0 : price));
  };

  return (node, variables) => ofNode(coordinate, type, node, variables);
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

function sum<Part>(parts: readonly Part[], price: (part: Part) => number, start = 0): number {
  let total = start;
  for (const part of parts) total += price(part);
  return total;
}
