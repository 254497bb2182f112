// Interfaces whose objects may be of a type that clients are not to see, where a subgraph that has the interface as an object
// (@interfaceObject) could answer for them all the same. The schema that clients see does not say so.
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';

const declared = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

export function declareHiddenMembers(schema: GraphQLSchema, interfaceNames: readonly string[]): void {
  if (interfaceNames.length > 0) declared.set(schema, new Set(interfaceNames));
}

/** For a schema that is made of another. */
export function inheritHiddenMembers(from: GraphQLSchema, to: GraphQLSchema): void {
  declareHiddenMembers(to, [...(declared.get(from) ?? [])]);
}

export function hasHiddenMembers(schema: GraphQLSchema, { name }: GraphQLNamedType): boolean {
  return declared.get(schema)?.has(name) ?? false;
}
