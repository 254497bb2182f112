// The schema that a caller may know, with what the gateway knows of the whole one.
import type { GraphQLSchema } from 'graphql';
import type { Coordinate } from '../../schema/coordinates.ts';
import { schemaWithout } from '../../schema/schema-without.ts';
import { inheritHiddenMembers } from './hidden-members.ts';
import { inheritInterfaceObjectFields } from './interface-object-fields.ts';

/** @param coordinates of fields of object and input types */
export function withoutCoordinates(schema: GraphQLSchema, coordinates: ReadonlySet<Coordinate>): GraphQLSchema {
  const remaining = schemaWithout(schema, coordinates);
  inheritHiddenMembers(schema, remaining);
  inheritInterfaceObjectFields(schema, remaining);
  variants.set(remaining, [...coordinates].sort().join());
  return remaining;
}

const variants = new WeakMap<GraphQLSchema, string>();

/** What is missing; empty for a schema that is whole. Names are made by schema, so plans for one are not for another. */
export function variantOf(schema: GraphQLSchema): string {
  return variants.get(schema) ?? '';
}
