// Values that live exactly as long as a schema: when a generation is dropped, so is what was derived from it.
import type { GraphQLSchema } from 'graphql';

/** @returns a function that makes the value on the first question for a schema and gives the same one from then on */
export function perSchema<Value extends object | string>(
  make: (schema: GraphQLSchema) => Value,
): (schema: GraphQLSchema) => Value {
  const values = new WeakMap<GraphQLSchema, Value>();
  return (schema) => {
    const known = values.get(schema);
    if (known !== undefined) return known;
    const made = make(schema);
    values.set(schema, made);
    return made;
  };
}
