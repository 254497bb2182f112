// What the subgraphs say about cost: the weights of @cost and the list sizes of @listSize, read once per supergraph. Plain
// data, because it is read in the planner's thread.
import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  valueFromASTUntyped,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type CostDirectiveNames, costDirectiveNames } from './cost-directive-names.ts';

export interface CostHints {
  /** @cost by coordinate: a type `Order`, a field `Order.lines`, an argument `Order.lines(first:)`, an input field `Filter.text`. */
  readonly weights: ReadonlyMap<Coordinate, number>;
  /** @listSize by the coordinate of the field. */
  readonly lists: ReadonlyMap<Coordinate, ListHint>;
}

export interface ListHint {
  /** How many items to expect when no slicing argument says so. */
  readonly assumedSize: number | null;
  /** Arguments that say how many items there are at most; `['filter', 'first']` is inside an input object. */
  readonly slicingArguments: readonly FieldPath[];
  /** The lists that the hint is about, below the field; the field itself when there are none. */
  readonly sizedFields: readonly FieldPath[];
  readonly requireOneSlicingArgument: boolean;
}

export type FieldPath = readonly string[];

export const noCostHints: CostHints = { weights: new Map(), lists: new Map() };

/**
 * @param supergraph where composition has merged what several subgraphs say: the greatest weight and size, all arguments
 * @throws Error when a hint has a value that says nothing, with its coordinate
 */
export function readCostHints(supergraph: DocumentNode): CostHints {
  const weights = new Map<Coordinate, number>();
  const lists = new Map<Coordinate, ListHint>();
  const names = costDirectiveNames(supergraph);

  const readWeight = (coordinate: Coordinate, directives: readonly ConstDirectiveNode[] = []): void => {
    const weight = argumentOf(directives, names.cost, 'weight');
    if (weight !== undefined) weights.set(coordinate, readNumber(weight, `the weight of ${coordinate}`));
  };

  const readField = (type: string, field: FieldDefinitionNode): void => {
    const coordinate = fieldCoordinate(type, field.name.value);
    readWeight(coordinate, field.directives);
    for (const argument of field.arguments ?? [])
      readWeight(`${coordinate}(${argument.name.value}:)`, argument.directives);
    const hint = readListHint(coordinate, names, field.directives);
    if (hint) lists.set(coordinate, hint);
  };

  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name || !isType(definition)) continue;
    const type = definition.name.value;
    readWeight(type, definition.directives);
    for (const field of fieldsOf(definition)) {
      if (field.kind === Kind.FIELD_DEFINITION) readField(type, field);
      else readWeight(fieldCoordinate(type, field.name.value), field.directives);
    }
  }
  return { weights, lists };
}

function isType(definition: DocumentNode['definitions'][number]): definition is TypeDefinitionNode | TypeExtensionNode {
  return /Type(Definition|Extension)$/.test(definition.kind);
}

function fieldsOf(
  definition: TypeDefinitionNode | TypeExtensionNode,
): readonly (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in definition ? (definition.fields ?? []) : [];
}

function readListHint(
  coordinate: Coordinate,
  { listSize }: CostDirectiveNames,
  directives: readonly ConstDirectiveNode[] = [],
): ListHint | null {
  if (!directives.some(({ name }) => name.value === listSize)) return null;
  const argument = (name: string) => argumentOf(directives, listSize, name) ?? null;
  const assumedSize = argument('assumedSize');
  return {
    assumedSize: assumedSize === null ? null : readNumber(assumedSize, `the assumed size of ${coordinate}`),
    slicingArguments: readPaths(argument('slicingArguments')),
    sizedFields: readPaths(argument('sizedFields')),
    requireOneSlicingArgument: argument('requireOneSlicingArgument') !== false,
  };
}

function argumentOf(directives: readonly ConstDirectiveNode[], directive: string, argument: string): unknown {
  const args = directives.find(({ name }) => name.value === directive)?.arguments as
    | readonly ArgumentNode[]
    | undefined;
  const value = args?.find(({ name }) => name.value === argument)?.value;
  return value && valueFromASTUntyped(value);
}

/** The cost specification has weights as strings, federation as integers. */
function readNumber(value: unknown, what: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new Error(`The supergraph does not give a number as ${what}.`);
}

/** A list of one may be written without brackets. */
function readPaths(value: unknown): readonly FieldPath[] {
  return [value].flat().flatMap((path) => (typeof path === 'string' ? [path.split('.')] : []));
}
