// Result coercion of leaves (specification, sections 3.5 and 3.9): what a subgraph sent must be what the schema promises. Leaves
// are canonical JSON, so a look at a few bytes tells, and nothing is parsed.
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import { endOfLeaf, type JsonBytes, minus, nine, quote, zero } from '../execute/json-bytes.ts';
import { createNameTable } from '../execute/name-table.ts';

/**
 * Writes the leaf that begins at `start` of `source`.
 * @returns false, and writes nothing, for a value that is not of the type
 */
export type LeafWriter = (out: JsonBytes, source: JsonBytes, start: number) => boolean;

export function leafWriter(type: GraphQLLeafType): LeafWriter {
  if (!isEnumType(type)) return builtIn[type.name] ?? writeLeaf;
  // Values that clients may not see are not in the client's schema, so they count as unknown.
  const names = createNameTable(type.getValues().map(({ name }) => name));
  return writeIf((source, start) => names.find(source, start) >= 0);
}

/** For a custom scalar: any JSON; how deep it may be nested was seen to when it was read. */
const writeLeaf: LeafWriter = (out, source, start) => {
  out.leaf(source, start);
  return true;
};

function writeIf(isOfType: (source: JsonBytes, start: number) => boolean): LeafWriter {
  return (out, source, start) => isOfType(source, start) && writeLeaf(out, source, start);
}

/** No integer of fewer digits is too large for an Int. */
const surelySmall = 9;
const maxInt = 2_147_483_647;
const smallT = 116;
const smallF = 102;

const isString = ({ bytes }: JsonBytes, start: number) => bytes[start] === quote;

const builtIn: Readonly<Record<string, LeafWriter | undefined>> = {
  [GraphQLInt.name]: writeIf(isInt),
  [GraphQLFloat.name]: writeIf(({ bytes }, start) => bytes[start] === minus || isDigit(bytes[start]!)),
  [GraphQLString.name]: writeIf(isString),
  [GraphQLBoolean.name]: writeIf(({ bytes }, start) => bytes[start] === smallT || bytes[start] === smallF),
  [GraphQLID.name]: (out, source, start) => {
    if (isString(source, start)) return writeLeaf(out, source, start);
    if (!isInteger(source.bytes, start)) return false;
    out.byte(quote);
    out.leaf(source, start);
    out.byte(quote);
    return true;
  },
};

function isInt(source: JsonBytes, start: number): boolean {
  if (!isInteger(source.bytes, start)) return false;
  if (endOfLeaf(source.bytes, start) - start <= surelySmall) return true;
  const value = Number(source.leafText(start));
  return value <= maxInt && value >= -maxInt - 1;
}

function isInteger(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] !== minus && !isDigit(bytes[start]!)) return false;
  const end = endOfLeaf(bytes, start);
  for (let index = start + 1; index < end; index++) if (!isDigit(bytes[index]!)) return false;
  return true;
}

const isDigit = (byte: number) => byte >= zero && byte <= nine;
