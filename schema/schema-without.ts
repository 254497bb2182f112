// A schema without some of its fields, as if they had never been there: for callers who may not even know of them.
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printSchema,
  type TypeNode,
  type UnionTypeDefinitionNode,
  visit,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from './coordinates.ts';
import { provenanceType } from './provenance-stubs.ts';

/** @param coordinates of fields of object and input types */
export function schemaWithout(schema: GraphQLSchema, coordinates: ReadonlySet<Coordinate>): GraphQLSchema {
  const hidden = withInterfaces(schema, coordinates);
  const fields = withoutFields(parse(printSchema(schema), { noLocation: true }), hidden);
  const document = withoutEmptyTypes(fields, schema);
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

/** A type that has lost all its fields, or a union that has lost all its types, goes, and what speaks of it; that may leave others without any. */
function withoutEmptyTypes(document: DocumentNode, whole: GraphQLSchema): DocumentNode {
  const empty = new Set(
    document.definitions.flatMap((definition) => (isEmpty(definition, whole) ? [definition.name.value] : [])),
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
      UnionTypeDefinition: named,
    }),
    whole,
  );
}

function isEmpty(
  definition: DefinitionNode,
  whole: GraphQLSchema,
): definition is ObjectTypeDefinitionNode | UnionTypeDefinitionNode {
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) return definition.types?.length === 0;
  if (!('fields' in definition)) return false;
  const { fields = [] } = definition;
  return (
    fields.length === 0 || (fields.every(isProvenance) && hasLostAny(definition as ObjectTypeDefinitionNode, whole))
  );
}

/** It says where a record comes from, and nothing where nothing of the record is left. */
function isProvenance({ name, type }: FieldDefinitionNode | InputValueDefinitionNode): boolean {
  return name.value === 'provenance' && nameOf(type) === provenanceType;
}

function hasLostAny({ name, fields = [] }: ObjectTypeDefinitionNode, whole: GraphQLSchema): boolean {
  const type = whole.getType(name.value);
  return isObjectType(type) && Object.keys(type.getFields()).length > fields.length;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
