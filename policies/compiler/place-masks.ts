// Brings the masks of a domain down to the fields they hide, and refuses a mask that does not fit its field.
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type { MaskEntry, MaskTree } from '../domain-policy.ts';
import { isMask, type Mask } from '../masks/mask.ts';
import { type Misplaced, placesOf } from './expand-tree.ts';
import { type Finding, inspectRule } from './inspect-rule.ts';

export interface PlacedMasks {
  readonly placed: ReadonlyMap<Coordinate, readonly MaskEntry[]>;
  readonly misplaced: readonly Misplaced[];
}

export function placeMasks(schema: GraphQLSchema, masks: MaskTree): PlacedMasks {
  const entries = Object.entries(masks).flatMap(([typeName, fields]) =>
    typeof fields === 'object' && fields !== null
      ? Object.entries(fields).map(([fieldName, entry]) => placeMask(schema, typeName, fieldName, entry))
      : [wrong(typeName, noFields)],
  );
  return {
    placed: grouped(entries.flatMap(({ placed }) => placed)),
    misplaced: entries.flatMap(({ misplaced }) => misplaced),
  };
}

/** A mask on an interface meets one on a type that implements it. */
function grouped(placed: readonly (readonly [Coordinate, MaskEntry])[]): Map<Coordinate, MaskEntry[]> {
  const byCoordinate = new Map<Coordinate, MaskEntry[]>();
  for (const [coordinate, entry] of placed)
    byCoordinate.set(coordinate, [...(byCoordinate.get(coordinate) ?? []), entry]);
  return byCoordinate;
}

interface OneMask {
  readonly placed: readonly (readonly [Coordinate, MaskEntry])[];
  readonly misplaced: readonly Misplaced[];
}

function wrong(coordinate: Coordinate, finding: Finding): OneMask {
  return { placed: [], misplaced: [{ ...finding, coordinate, isUnknown: false }] };
}

/** @param entry of the policy's file, and so any value at all */
function placeMask(schema: GraphQLSchema, typeName: string, fieldName: string, entry: MaskEntry): OneMask {
  if (!isMask(Object(entry).with)) return wrong(fieldCoordinate(typeName, fieldName), noMask);
  const places = placesOf(schema, typeName, fieldName);
  if ('message' in places)
    return { placed: [], misplaced: [{ ...places, coordinate: fieldCoordinate(typeName, fieldName) }] };
  const misplaced = places.flatMap((coordinate) =>
    inspectMask(schema, coordinate, entry).map((finding) => ({ ...finding, coordinate, isUnknown: false })),
  );
  return { placed: places.map((place) => [place, entry] as const), misplaced };
}

const noFields: Finding = {
  message: 'it names no fields.',
  mend: 'Write { Customer: { email: { unless: rule, with: mask } } }.',
};
const noMask: Finding = {
  message: 'it has no mask after `with`.',
  mend: 'Import one from policies/masks, and give it its parameters: { unless: rule, with: bucket(1000) }.',
};

function inspectMask(schema: GraphQLSchema, coordinate: Coordinate, { unless, with: mask }: MaskEntry): Finding[] {
  const findings = inspectRule(unless);
  if (findings.length > 0) return findings;
  return inspectFit(schema, coordinate, mask);
}

function inspectFit(schema: GraphQLSchema, coordinate: Coordinate, mask: Mask): Finding[] {
  const [typeName, fieldName] = coordinate.split('.') as [string, string];
  const owner = schema.getType(typeName);
  if (!isObjectType(owner))
    return [{ message: 'a mask hides what is read, and this is an input.', mend: 'Write a rule for the input field.' }];
  const { type } = owner.getFields()[fieldName]!;
  const named = getNamedType(type);
  const fits = mask.scalars === 'any' ? isLeafType(named) : mask.scalars.includes(named.name);
  if (!fits)
    return [
      {
        message: `the mask ${mask.name} does not understand ${named.name}.`,
        mend: `It masks ${mask.scalars === 'any' ? 'single values' : mask.scalars.join(', ')}; choose another mask.`,
      },
    ];
  if (mask.mayBeNull && isNeverNull(type))
    return [
      {
        message: `the mask ${mask.name} may give null where the schema promises a value.`,
        mend: 'Make the field nullable, or choose a mask that keeps the type.',
      },
    ];
  return [];
}

/** Of a list, its elements count: they are what a mask replaces. */
function isNeverNull(type: GraphQLOutputType): boolean {
  const bare = getNullableType(type);
  return isListType(bare) ? isNeverNull(bare.ofType) : isNonNullType(type);
}
