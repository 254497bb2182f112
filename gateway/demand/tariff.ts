// What the hints say about a field, wherever an operation asks for it; read once per coordinate.
import { type GraphQLNamedOutputType, type GraphQLObjectType, type GraphQLOutputType, getNamedType } from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type { FieldShape } from '../operation/shape.ts';
import { type ArgumentPrice, createArgumentPrices } from './argument-prices.ts';
import type { CostHints, ListHint } from './cost-hints.ts';

const leafWeight = 0;

export interface Tariff {
  /** Of each value; null when the type of each object says. */
  readonly weight: number | null;
  readonly hint: ListHint | undefined;
  /** By the name of the argument, for those that may cost anything. */
  readonly prices: ReadonlyMap<string, ArgumentPrice>;
}

function readTariff(
  hints: CostHints,
  { parentType, name, coordinate, type, selection }: FieldShape,
  priceOf: ReturnType<typeof createArgumentPrices>,
): Tariff {
  const ofLeaf = selection ? null : leafWeightOf(hints, type);
  const prices = new Map<string, ArgumentPrice>();
  for (const argument of parentType.getFields()[name]?.args ?? []) {
    const price = priceOf(`${coordinate}(${argument.name}:)`, argument.type);
    if (price) prices.set(argument.name, price);
  }
  return {
    weight: ofFieldOrInterface(hints.weights, parentType, name) ?? ofLeaf,
    hint: ofFieldOrInterface(hints.lists, parentType, name),
    prices,
  };
}

export function createTariffs(hints: CostHints): (field: FieldShape) => Tariff {
  const tariffs = new Map<Coordinate, Tariff>();
  const priceOf = createArgumentPrices(hints);
  return (field) => {
    const tariff = tariffs.get(field.coordinate) ?? readTariff(hints, field, priceOf);
    tariffs.set(field.coordinate, tariff);
    return tariff;
  };
}

/** Composition puts the hints where they were written, which may be the interface only. */
function ofFieldOrInterface<Value>(
  values: ReadonlyMap<Coordinate, Value>,
  type: GraphQLObjectType,
  field: string,
): Value | undefined {
  if (values.size === 0) return undefined;
  const holders = [type, ...type.getInterfaces()];
  return holders.map(({ name }) => values.get(fieldCoordinate(name, field))).find((value) => value !== undefined);
}

function leafWeightOf({ weights }: CostHints, type: GraphQLOutputType): number {
  const named: GraphQLNamedOutputType = getNamedType(type);
  return weights.get(named.name) ?? leafWeight;
}
