// Result coercion of leaves (specification, section 3.5 and 3.9): what a subgraph sent must be what the schema promises.
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import { isNestedAtMost } from '../../kit/json-depth.ts';

/** @returns undefined for a value that is not of the type */
export type LeafReader = (value: unknown) => unknown;

export function leafReader(type: GraphQLLeafType): LeafReader {
  if (isEnumType(type)) {
    // Values that clients may not see are not in the client's schema, so they count as unknown.
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => (names.has(value as string) ? value : undefined);
  }
  return builtIn[type.name] ?? readCustomScalar;
}

const maxInt = 2_147_483_647;

const builtIn: Readonly<Record<string, LeafReader | undefined>> = {
  [GraphQLInt.name]: (value) =>
    Number.isInteger(value) && Math.abs(value as number) <= maxInt ? value : value === -maxInt - 1 ? value : undefined,
  [GraphQLFloat.name]: (value) => (Number.isFinite(value) ? value : undefined),
  [GraphQLString.name]: (value) => (typeof value === 'string' ? value : undefined),
  [GraphQLBoolean.name]: (value) => (typeof value === 'boolean' ? value : undefined),
  [GraphQLID.name]: (value) =>
    typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : undefined,
};

/** Any JSON, but none nested so deep that writing the response would end the stack. */
function readCustomScalar(value: unknown): unknown {
  return isNestedAtMost(100, value) ? value : undefined;
}
