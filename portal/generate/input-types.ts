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
import { scalarType } from './scalar-type.ts';

export function createInputTypes(schema: GraphQLSchema) {
  const declared = new Map<string, string>();

  function inputType(type: GraphQLInputType): string {
    return isNonNullType(type) ? nonNullType(type.ofType) : `${nonNullType(type)} | null`;
  }

  function nonNullType(type: GraphQLInputType): string {
    if (isListType(type)) return `ReadonlyArray<${inputType(type.ofType)}>`;
    if (isNonNullType(type)) return nonNullType(type.ofType);
    if (isEnumType(type))
      declare(type.name, () =>
        type
          .getValues()
          .map(({ name }) => `'${name}'`)
          .join(' | '),
      );
    else if (isInputObjectType(type)) declare(type.name, () => objectType(type));
    else return scalarType(type.name);
    return type.name;
  }

  function declare(name: string, write: () => string): void {
    if (declared.has(name)) return;
    // Before it is written: it may hold itself.
    declared.set(name, '');
    declared.set(name, `export type ${name} = ${write()};`);
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
    declarations: (): string[] => [...declared.values()],
  };
}
