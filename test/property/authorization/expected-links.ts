// Which fields a query tells about when it sets a field of an input, written down once more: those of the same name, in the records
// that the query gives.
import {
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/** `Input.field` -> `Type.field`s. */
export function expectedLinks(schema: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const links = new Map<string, Set<string>>();
  const visited = new Set<string>();

  const visit = (input: GraphQLInputType, record: GraphQLObjectType): void => {
    const type = getNamedType(input);
    if (!isInputObjectType(type) || visited.has(`${type.name} of ${record.name}`)) return;
    visited.add(`${type.name} of ${record.name}`);
    for (const field of Object.values(type.getFields())) {
      const told = record.getFields()[field.name];
      const coordinate = `${type.name}.${field.name}`;
      if (told) links.set(coordinate, new Set([...(links.get(coordinate) ?? []), `${record.name}.${field.name}`]));
      const below = told ? recordsOf(schema, told.type) : [];
      for (const inner of below.length > 0 ? below : [record]) visit(field.type, inner);
    }
  };

  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    if (type !== schema.getMutationType())
      for (const field of Object.values(type.getFields()))
        for (const record of recordsOf(schema, field.type))
          for (const { type: taken } of field.args) visit(taken, record);
  return links;
}

/** Of a connection its nodes. */
function recordsOf(schema: GraphQLSchema, type: GraphQLOutputType): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  if (!isObjectType(named)) return [];
  const { nodes } = named.getFields();
  return nodes ? recordsOf(schema, nodes.type) : [named];
}
