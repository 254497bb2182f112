// Fields that some subgraph answers for all objects of an interface without knowing their types (@interfaceObject). The
// schema that clients see does not say so, but how fields are named depends on it.
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';

const declared = new WeakMap<GraphQLSchema, ReadonlySet<Coordinate>>();

/** @param coordinates of interfaces */
export function declareInterfaceObjectFields(schema: GraphQLSchema, coordinates: readonly Coordinate[]): void {
  if (coordinates.length > 0) declared.set(schema, new Set(coordinates));
}

/** For a schema that is made of another. */
export function inheritInterfaceObjectFields(from: GraphQLSchema, to: GraphQLSchema): void {
  declareInterfaceObjectFields(to, [...(declared.get(from) ?? [])]);
}

export function isInterfaceObjectField(schema: GraphQLSchema, type: GraphQLObjectType, fieldName: string): boolean {
  const coordinates = declared.get(schema);
  return (
    coordinates !== undefined &&
    type.getInterfaces().some(({ name }) => coordinates.has(fieldCoordinate(name, fieldName)))
  );
}
