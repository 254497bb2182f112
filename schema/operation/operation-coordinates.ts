// Everything of the schema that a document rests on: take one of them away, and it may break. Whatever a variable could bring
// counts, because what one request brings the next may not.
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isSpecifiedScalarType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../coordinates.ts';
import { documentOf, type OperationWithFragments } from './normal-form.ts';

/**
 * Types, fields, arguments (`Query.customers(filter:)`), fields of inputs and enum values that are written, in alphabetical order;
 * no scalars that GraphQL has itself. A field of an interface is one of every type that implements it as well; introspection is none.
 */
export function operationCoordinates(
  asked: OperationWithFragments & { readonly schema: GraphQLSchema },
): readonly Coordinate[] {
  const { schema } = asked;
  const found = new Set<Coordinate>();
  const info = new TypeInfo(schema);
  const addType = (type: GraphQLNamedType | null | undefined): void => {
    if (type && !isSpecifiedScalarType(type) && !type.name.startsWith('__')) found.add(type.name);
  };
  /** The type, and whatever an object of it may hold. */
  const addInput = (type: GraphQLNamedType | undefined): void => {
    const types = new Set(type ? [type] : []);
    for (const input of types) {
      addType(input);
      if (!isInputObjectType(input)) continue;
      for (const field of Object.values(input.getFields())) {
        found.add(fieldCoordinate(input.name, field.name));
        types.add(getNamedType(field.type));
      }
    }
  };
  visit(
    documentOf(asked),
    visitWithTypeInfo(info, {
      Field() {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        if (!parent || !field || isIntrospection(field, parent)) return;
        addType(parent);
        addType(getNamedType(field.type));
        for (const name of namesOfHolders(schema, parent)) found.add(fieldCoordinate(name, field.name));
      },
      Argument() {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        const argument = info.getArgument();
        if (!parent || !field || !argument || info.getDirective() || isIntrospection(field, parent)) return;
        addType(getNamedType(argument.type));
        for (const name of namesOfHolders(schema, parent)) found.add(`${name}.${field.name}(${argument.name}:)`);
      },
      ObjectField({ name }) {
        const input = getNamedType(info.getParentInputType() as GraphQLInputType | undefined);
        if (!isInputObjectType(input)) return;
        addType(input);
        found.add(fieldCoordinate(input.name, name.value));
      },
      EnumValue({ value }) {
        const type = getNamedType(info.getInputType());
        if (!isEnumType(type)) return;
        addType(type);
        found.add(fieldCoordinate(type.name, value));
      },
      VariableDefinition({ type }) {
        addInput(getNamedType(typeFromAST(schema, type)));
      },
      FragmentDefinition: () => addType(info.getType() as GraphQLNamedType | undefined),
      InlineFragment: () => addType(info.getType() as GraphQLNamedType | undefined),
    }),
  );
  return [...found].sort();
}

function isIntrospection({ name }: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): boolean {
  return name.startsWith('__') || parent.name.startsWith('__');
}

function namesOfHolders(schema: GraphQLSchema, parent: GraphQLNamedType): readonly string[] {
  if (!isAbstractType(parent)) return [parent.name];
  return [parent.name, ...schema.getPossibleTypes(parent).map(({ name }) => name)];
}
