// Which of what rules guard a caller may know of: fields and inputs as anywhere else, and types, of whose rows rules speak, by
// their fields. No contract tags a type.
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { IsKnown } from '../access/known-coordinates.ts';

/** A type all of whose fields are unknown to the caller is as if it were not there. */
export function guardedKnownBy(isKnown: IsKnown, schema: GraphQLSchema): IsKnown {
  return (coordinate, tags) => {
    const type = schema.getType(coordinate);
    if (!isObjectType(type) && !isInterfaceType(type)) return isKnown(coordinate, tags);
    return Object.keys(type.getFields()).some((name) => isKnown(`${coordinate}.${name}`));
  };
}
