// Which of what rules guard a caller may know of: what is on the schema that the gateway shows to it. No contract tags a type, or a
// field that leads to secrets alone; they go with the secrets.
import {
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { fieldCoordinate } from '../../../schema/coordinates.ts';
import type { IsKnown } from '../access/known-coordinates.ts';

type WithFields = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType;

/** A type all of whose fields are unknown to the caller is as if it were not there, and so are the fields that lead to it. */
export function guardedKnownBy(isKnown: IsKnown, schema: GraphQLSchema): IsKnown {
  /** @param within types on the way to it: what only leads back to them says nothing */
  const isTypeThere = (type: WithFields, within: readonly WithFields[]): boolean =>
    within.includes(type) || Object.keys(type.getFields()).some((name) => isFieldThere(type, name, [...within, type]));

  const isFieldThere = (type: WithFields, name: string, within: readonly WithFields[]): boolean => {
    const isKnownOf = (owner: WithFields) => isKnown(fieldCoordinate(owner.name, name));
    const owners = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
    if (!isKnownOf(type) || (owners.length > 0 && !owners.some(isKnownOf))) return false;
    const inner = getNamedType(type.getFields()[name]!.type);
    return !hasFields(inner) || isTypeThere(inner, within);
  };

  return (coordinate, tags) => {
    const [typeName = '', name] = coordinate.split('.');
    const type = schema.getType(typeName);
    if (!hasFields(type)) return isKnown(coordinate, tags);
    if (name === undefined) return isTypeThere(type, []);
    return isKnown(coordinate, tags) && (!(name in type.getFields()) || isFieldThere(type, name, [type]));
  };
}

function hasFields(type: unknown): type is WithFields {
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
}
