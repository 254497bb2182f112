// Schema coordinates, the public key of every rule, lineage edge, usage count and classification.

/** A GraphQL schema coordinate: `Customer`, `Customer.email` or `Query.customer(id:)`. */
export type Coordinate = string;

/** The coordinate of an output field or an input field. */
export function fieldCoordinate(typeName: string, fieldName: string): Coordinate {
  return `${typeName}.${fieldName}`;
}
