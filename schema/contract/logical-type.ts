// Which ODCS logical type describes a value of a GraphQL type.
import { Kind, type TypeNode } from 'graphql';
import type { SdlKind } from '../subgraph-sdl.ts';
import type { LogicalType } from './contract.ts';

export const logicalTypes: readonly LogicalType[] = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
  'map',
  'vector',
];

const scalarTypes = new Map<string, LogicalType>([
  ['String', 'string'],
  ['ID', 'string'],
  ['Int', 'integer'],
  ['Float', 'number'],
  ['Decimal', 'number'],
  ['Boolean', 'boolean'],
  ['DateTime', 'timestamp'],
  ['Date', 'date'],
  ['Time', 'time'],
]);

const anyScalar: readonly LogicalType[] = logicalTypes.filter((type) => type !== 'array' && type !== 'vector');

/** The logical types that a contract may give to a field of this type, the usual one first. */
export function logicalTypesFor(type: TypeNode, kinds: ReadonlyMap<string, SdlKind>): readonly LogicalType[] {
  if (type.kind === Kind.NON_NULL_TYPE) return logicalTypesFor(type.type, kinds);
  if (type.kind === Kind.LIST_TYPE) return isNumber(type.type) ? ['array', 'vector'] : ['array'];
  const name = type.name.value;
  const known = scalarTypes.get(name);
  if (known !== undefined) return [known];
  const kind = kinds.get(name);
  if (kind === 'enum') return ['string'];
  // Scalars of the author's own can stand for anything; `string` is the usual one.
  return kind === 'scalar' || kind === undefined ? anyScalar : ['object'];
}

/** Vectors are lists of numbers. */
function isNumber(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isNumber(type.type);
  return type.kind === Kind.NAMED_TYPE && ['Int', 'Float', 'Decimal'].includes(type.name.value);
}
