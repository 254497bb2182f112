// The TypeScript types of variables: inputs and enums by name, because inputs may hold themselves.

import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { createDeclarations } from './declarations.ts';
import { scalarType } from './scalar-type.ts';

export function createInputTypes(schema: GraphQLSchema, { declare, declareEnum, declarations } = createDeclarations()) {
  function inputType(type: GraphQLInputType): string {
    return isNonNullType(type) ? nonNullType(type.ofType) : `${nonNullType(type)} | null`;
  }

  function nonNullType(type: GraphQLInputType): string {
    if (isListType(type)) return `ReadonlyArray<${inputType(type.ofType)}>`;
    if (isNonNullType(type)) return nonNullType(type.ofType);
    if (isEnumType(type)) return declareEnum(type);
    return isInputObjectType(type) ? declare(type.name, () => objectType(type)) : scalarType(type.name);
  }

  function objectType(type: GraphQLInputObjectType): string {
    return members(
      Object.values(type.getFields()).map(({ name, type: of, defaultValue }) => ({
        name,
        of,
        optional: defaultValue !== undefined,
      })),
    );
  }

  function members(fields: readonly { name: string; of: GraphQLInputType; optional: boolean }[]): string {
    if (fields.length === 0) return 'Record<string, never>';
    const written = fields.map(({ name, of, optional }) => {
      const mark = optional || !isNonNullType(of) ? '?' : '';
      return `readonly ${name}${mark}: ${inputType(of)}${mark && ' | undefined'}`;
    });
    return `{ ${written.join('; ')} }`;
  }

  return {
    variablesType: (variables: readonly VariableDefinitionNode[]): string =>
      members(
        variables.map(({ variable, type, defaultValue }) => ({
          name: variable.name.value,
          of: typeFromAST(schema, type) as GraphQLInputType,
          optional: defaultValue !== undefined,
        })),
      ),
    declarations,
  };
}
