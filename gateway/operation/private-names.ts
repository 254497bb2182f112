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
  /** @returns what fields of equal meaning share */
  readonly note: (field: NamedField) => Meaning;
  /** The name of a field, once all fields of the operation are noted. */
  readonly nameOf: (meaning: Meaning) => string;
}

export interface Meaning {
  readonly namesakes: Namesakes;
  readonly index: number;
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

/** The fields of one name. */
interface Namesakes {
  readonly name: string;
  readonly meanings: Map<string, Meaning>;
  /** The first without arguments: it means what the planner means by the name alone. */
  plain: Meaning | null;
}

export function createPrivateNames(schema: GraphQLSchema): PrivateNames {
  const separator = separatorOf(schema);
  const ofName = new Map<string, Namesakes>();
  const shapeOf = createShapes();

  const namesakesOf = (name: string): Namesakes => {
    const namesakes = ofName.get(name) ?? { name, meanings: new Map<string, Meaning>(), plain: null };
    ofName.set(name, namesakes);
    return namesakes;
  };

  return {
    note({ name, call, type, occurrence, variant }) {
      const namesakes = namesakesOf(name);
      const text = `${occurrence}.${variant}(${call}): ${shapeOf(type)}`;
      const known = namesakes.meanings.get(text);
      if (known) return known;
      const meaning: Meaning = { namesakes, index: namesakes.meanings.size };
      namesakes.meanings.set(text, meaning);
      if (call === 0 && !(name in Object.prototype)) namesakes.plain ??= meaning;
      return meaning;
    },
    nameOf: (meaning) => {
      const { name, plain } = meaning.namesakes;
      return plain === meaning ? name : `${name}${separator}${meaning.index}`;
    },
  };
}

/** Types of equal shape may share a response name where they meet (specification, section 5.3.2). */
function createShapes(): (type: GraphQLOutputType) => string {
  const shapes = new Map<GraphQLOutputType, string>();
  return (type) => {
    const known = shapes.get(type);
    if (known !== undefined) return known;
    const named = getNamedType(type);
    const shape = isCompositeType(named) ? type.toString().replace(named.name, '{}') : type.toString();
    shapes.set(type, shape);
    return shape;
  };
}

/** Two underscores or more: no field of the schema ends with that many and a number. */
const separatorOf = perSchema((schema) => {
  const names = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  );
  const longest = Math.max(1, ...names.map((name) => /(_+)\d+$/.exec(name)?.[1]?.length ?? 0));
  return '_'.repeat(longest + 1);
});
