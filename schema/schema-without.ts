// A schema without some of its fields, as if they had never been there: for callers who may not even know of them.
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  parse,
  printSchema,
  type TypeNode,
  visit,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';

/** @param coordinates of fields of object and input types */
export function schemaWithout(schema: GraphQLSchema, coordinates: ReadonlySet<Coordinate>): GraphQLSchema {
  const hidden = withInterfaces(schema, coordinates);
  const document = withoutEmptyTypes(withoutFields(parse(printSchema(schema), { noLocation: true }), hidden));
  return buildASTSchema(document, { assumeValid: true });
}

/** A field of an interface goes when none of its types has it any more; as long as one has, the others keep it, denied. */
function withInterfaces(schema: GraphQLSchema, coordinates: ReadonlySet<Coordinate>): ReadonlySet<Coordinate> {
  const hidden = new Set(coordinates);
  for (const type of Object.values(schema.getTypeMap()).filter(isInterfaceType))
    for (const name of Object.keys(type.getFields())) {
      const types = schema.getPossibleTypes(type).map((member) => fieldCoordinate(member.name, name));
      if (!types.some((coordinate) => coordinates.has(coordinate))) continue;
      if (types.every((coordinate) => coordinates.has(coordinate))) hidden.add(fieldCoordinate(type.name, name));
      else for (const coordinate of types) hidden.delete(coordinate);
    }
  return hidden;
}

function withoutFields(document: DocumentNode, hidden: ReadonlySet<Coordinate>): DocumentNode {
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (!('fields' in definition)) return definition;
    const { name, fields } = definition;
    const remaining = fields?.filter((field) => !hidden.has(fieldCoordinate(name.value, field.name.value)));
    return { ...definition, fields: remaining } as DefinitionNode;
  });
  return { ...document, definitions };
}

/** A type that has lost all its fields goes, and what speaks of it; that may leave others without any. */
function withoutEmptyTypes(document: DocumentNode): DocumentNode {
  const empty = new Set(
    document.definitions.flatMap((definition) =>
      'fields' in definition && definition.fields?.length === 0 ? [definition.name.value] : [],
    ),
  );
  if (empty.size === 0) return document;
  const ofEmptyType = ({ type }: { readonly type: TypeNode }) => (empty.has(nameOf(type)) ? null : undefined);
  const named = (node: { readonly name: { readonly value: string } }) =>
    empty.has(node.name.value) ? null : undefined;
  return withoutEmptyTypes(
    visit(document, {
      FieldDefinition: ofEmptyType,
      InputValueDefinition: ofEmptyType,
      NamedType: named,
      ObjectTypeDefinition: named,
      InterfaceTypeDefinition: named,
      InputObjectTypeDefinition: named,
    }),
  );
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
