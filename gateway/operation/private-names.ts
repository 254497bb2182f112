// The names under which fields are planned and fetched. The planner merges what the client asks with what it needs itself
// (keys, inputs of @requires) by response name, so a name that the client chose could pose as a key. These names are a
// function of field, arguments and type: equal name, equal meaning, everywhere in an operation.
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { perSchema } from './per-schema.ts';

export interface PrivateNames {
  /** Notes a field; the returned function gives its name once all fields of the operation are noted. */
  readonly note: (field: NamedField) => () => string;
}

export interface NamedField {
  readonly name: string;
  /** Of its arguments, see argument-identities.ts; zero without any. */
  readonly call: number;
  readonly type: GraphQLOutputType;
  /** Tells apart what is fetched more than once at one place: 0 for the first. */
  readonly occurrence: number;
  /** Tells apart what types of one position ask differently of an interface object, which cannot tell the types apart. */
  readonly variant: number;
}

interface Variant {
  readonly hasArguments: boolean;
  readonly index: number;
}

export function createPrivateNames(schema: GraphQLSchema): PrivateNames {
  const separator = separatorOf(schema);
  const variants = new Map<string, Map<string, Variant>>();
  return {
    note({ name, call, type, occurrence, variant: asked }) {
      const ofName = variants.get(name) ?? new Map<string, Variant>();
      variants.set(name, ofName);
      const meaning = `${occurrence}.${asked}(${call}): ${shapeOf(type)}`;
      const variant = ofName.get(meaning) ?? { hasArguments: call > 0, index: ofName.size };
      ofName.set(meaning, variant);
      return () => (keepsItsName(name, variant, ofName) ? name : `${name}${separator}${variant.index}`);
    },
  };
}

/** The first of the variants without arguments: it means what the planner means by the name alone. */
function keepsItsName(name: string, variant: Variant, ofName: ReadonlyMap<string, Variant>): boolean {
  if (variant.hasArguments || name in Object.prototype) return false;
  return [...ofName.values()].find(({ hasArguments }) => !hasArguments) === variant;
}

/** Types of equal shape may share a response name where they meet (specification, section 5.3.2). */
function shapeOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  return isCompositeType(named) ? type.toString().replace(named.name, '{}') : type.toString();
}

/** Two underscores or more: no field of the schema ends with that many and a number. */
const separatorOf = perSchema((schema) => {
  const names = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  );
  const longest = Math.max(1, ...names.map((name) => /(_+)\d+$/.exec(name)?.[1]?.length ?? 0));
  return '_'.repeat(longest + 1);
});
