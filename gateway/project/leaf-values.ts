// Result coercion of leaves (specification, sections 3.5 and 3.9): what a subgraph sent must be what the schema promises. Leaves
// are canonical JSON text, so a look at a few characters tells, and nothing is parsed.
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';

/** @returns the text to write; undefined for a value that is not of the type */
export type LeafReader = (text: string) => string | undefined;

export function leafReader(type: GraphQLLeafType): LeafReader {
  if (isEnumType(type)) {
    // Values that clients may not see are not in the client's schema, so they count as unknown.
    const names = new Set(type.getValues().map(({ name }) => JSON.stringify(name)));
    return (text) => (names.has(text) ? text : undefined);
  }
  return builtIn[type.name] ?? readCustomScalar;
}

const quote = 34;
const minus = 45;
const zero = 48;
const nine = 57;
/** No integer of fewer characters is too large for an Int. */
const surelySmall = 9;
const maxInt = 2_147_483_647;

const builtIn: Readonly<Record<string, LeafReader | undefined>> = {
  [GraphQLInt.name]: (text) =>
    isInteger(text) && (text.length <= surelySmall || isInt(Number(text))) ? text : undefined,
  [GraphQLFloat.name]: (text) => (isNumber(text) && Number.isFinite(Number(text)) ? text : undefined),
  [GraphQLString.name]: (text) => (text.charCodeAt(0) === quote ? text : undefined),
  [GraphQLBoolean.name]: (text) => (text === 'true' || text === 'false' ? text : undefined),
  [GraphQLID.name]: (text) => {
    if (text.charCodeAt(0) === quote) return text;
    return isInteger(text) ? `"${text}"` : undefined;
  },
};

function isNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === minus || (first >= zero && first <= nine);
}

function isInteger(text: string): boolean {
  if (!isNumber(text)) return false;
  for (let index = 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < zero || code > nine) return false;
  }
  return true;
}

const isInt = (value: number) => value <= maxInt && value >= -maxInt - 1;

/** Any JSON; how deep it may be nested was seen to when it was read. */
const readCustomScalar: LeafReader = (text) => text;
