// How many items a list may have, by @listSize and the values of its slicing arguments, and what is wrong with these.
import type { GraphQLArgument } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { FieldShape } from '../operation/shape.ts';
import { givenValue, isConstant, type Variables, valueAt } from './argument-values.ts';
import type { FieldPath, ListHint } from './cost-hints.ts';

export interface ListSize {
  readonly items: number;
  /** Why the operation may not run as it asks; null when it may. */
  readonly problem: GordianError | null;
}

export interface SizeLimits {
  readonly assumedListSize: number;
  readonly maxListSize?: number | undefined;
}

/** Whether the size depends on nothing that a request brings. */
export function isSizeConstant({ args }: FieldShape, { slicingArguments }: ListHint): boolean {
  return slicingArguments.every(([name]) => isConstant(args.find((argument) => argument.name.value === name)?.value));
}

/**
 * The greatest of the slicing arguments that have a value, given or by the default of the schema; without any, what the hint
 * assumes, or else the setting.
 */
export function listSizeOf(field: FieldShape, hint: ListHint, limits: SizeLimits, variables: Variables): ListSize {
  const found = hint.slicingArguments.map((path) => slicingValue(field, path, variables));
  const given = found.filter(({ isGiven }) => isGiven);
  const sizes = found.filter(({ size }) => size !== null);
  const assumed = hint.assumedSize ?? limits.assumedListSize;
  return {
    items: sizes.length > 0 ? Math.max(...sizes.map(({ size }) => size!)) : Math.max(0, assumed),
    problem: tooLong(field, sizes, limits) ?? notOne(field, hint, given.length, sizes.length),
  };
}

interface SlicingValue {
  readonly path: FieldPath;
  readonly isGiven: boolean;
  readonly size: number | null;
}

function slicingValue(field: FieldShape, path: FieldPath, variables: Variables): SlicingValue {
  const [name = '', ...below] = path;
  const definition = field.parentType.getFields()[field.name]?.args.find((argument) => argument.name === name);
  const given = definition && valueAt(givenValue(definition, field.args, variables), below);
  if (given !== undefined) return { path, isGiven: given !== null, size: sizeOf(given) };
  return { path, isGiven: false, size: sizeOf(valueAt(defaultOf(definition), below)) };
}

const defaultOf = (definition: GraphQLArgument | undefined): unknown => definition?.defaultValue;

/** A list of keys asks for as many items; what is no number says nothing. */
function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  const size = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof size === 'number' && !Number.isNaN(size) ? Math.max(0, size) : null;
}

function tooLong(
  { coordinate }: FieldShape,
  sizes: readonly SlicingValue[],
  { maxListSize }: SizeLimits,
): GordianError | null {
  if (maxListSize === undefined) return null;
  const long = sizes.find(({ size }) => size! > maxListSize);
  if (!long) return null;
  const at = `${coordinate}(${long.path.join('.')}:)`;
  return new GordianError(
    'COST_LIMIT_EXCEEDED',
    `${at} asks for ${long.size} items; at most ${maxListSize} are allowed (setting demand.maxListSize).`,
    { details: { limit: 'demand.maxListSize', allowed: maxListSize, coordinate: at } },
  );
}

/** Defaults of the schema do not contradict what the client gives; without it, one of them is enough. */
function notOne(
  { coordinate }: FieldShape,
  { requireOneSlicingArgument, slicingArguments }: ListHint,
  given: number,
  known: number,
): GordianError | null {
  if (!requireOneSlicingArgument || slicingArguments.length === 0) return null;
  if (given === 1 || (given === 0 && known > 0)) return null;
  const names = slicingArguments.map((path) => path.join('.')).join(', ');
  return new GordianError(
    'BAD_USER_INPUT',
    `${coordinate} needs exactly one of its arguments that say how many items are wanted (${names}); it has ${given}.`,
    { details: { coordinate } },
  );
}
