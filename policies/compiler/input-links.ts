// Which fields a query tells about when it sets an input: a filter on `CustomerFilter.email` or an order by `CustomerOrderField.EMAIL`
// answers questions about `Customer.email` to whoever may not read it. Linked by name, for a link can only close; a contract
// names further sources of an input.
import {
  type GraphQLEnumType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Steps } from '../../kit/in-slices.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';

export interface InputLinks {
  /** Coordinate of an input field or an enum value -> coordinates of what it narrows, orders or groups by. */
  readonly byInput: ReadonlyMap<Coordinate, ReadonlySet<Coordinate>>;
  /** Those that any argument takes, mutations' included. */
  readonly enums: readonly GraphQLEnumType[];
}

export function* inputLinks(schema: GraphQLSchema): Steps<InputLinks> {
  const byInput = new Map<Coordinate, Set<Coordinate>>();
  const enums = new Set<GraphQLEnumType>();
  const seen = new Set<string>();

  const link = (input: Coordinate, type: GraphQLObjectType, fieldName: string): void => {
    if (!(fieldName in type.getFields())) return;
    byInput.set(input, (byInput.get(input) ?? new Set()).add(fieldCoordinate(type.name, fieldName)));
  };

  /** @param records what a query with this input gives; null where a mutation takes it, which tells nothing */
  const follow = (input: GraphQLInputType, records: GraphQLObjectType | null): void => {
    const type = getNamedType(input);
    const step = `${type.name} ${records?.name}`;
    if (seen.has(step)) return;
    seen.add(step);
    if (isEnumType(type)) {
      enums.add(type);
      for (const { name } of records ? type.getValues() : [])
        link(fieldCoordinate(type.name, name), records!, fieldNameOf(name));
    }
    if (!isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      if (records) link(fieldCoordinate(type.name, field.name), records, field.name);
      for (const inner of recordsBelow(schema, records, field.name)) follow(field.type, inner);
    }
  };

  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const isMutation = type === schema.getMutationType();
    for (const { args, type: returned } of Object.values(type.getFields()))
      for (const records of isMutation ? [null] : recordsOf(schema, returned))
        for (const argument of args) follow(argument.type, records);
    yield;
  }
  return { byInput, enums: [...enums] };
}

/** What a field gives many of: the nodes of a connection, the members of an abstract type. */
function recordsOf(schema: GraphQLSchema, returned: GraphQLOutputType): readonly (GraphQLObjectType | null)[] {
  const type = getNamedType(returned);
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  if (!isObjectType(type)) return [null];
  const { nodes, edges } = type.getFields();
  if (nodes) return recordsOf(schema, nodes.type);
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  return node ? recordsOf(schema, node.type) : [type];
}

/** A condition inside a condition speaks of the object that the field of its name leads to, or of the same object. */
function recordsBelow(
  schema: GraphQLSchema,
  records: GraphQLObjectType | null,
  fieldName: string,
): readonly (GraphQLObjectType | null)[] {
  const field = records?.getFields()[fieldName];
  const below = field ? recordsOf(schema, field.type) : [];
  return below.some((type) => type !== null) ? below : [records];
}

/** `CUSTOMER_SINCE` orders by `customerSince`. */
function fieldNameOf(value: string): string {
  return value.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
