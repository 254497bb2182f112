// The TypeScript type of what a selection set answers. Where it asks different fields of different object types, it is a union
// with one member for each of them; whoever needs to tell them apart selects __typename.

import {
  type GraphQLCompositeType,
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { type AskedField, askedOf, type Fragments } from './asked-fields.ts';
import { enumType } from './declarations.ts';
import { scalarType } from './scalar-type.ts';

/** How types that are declared on their own are referred to; null for those that are not and are written out. */
export interface DeclaredTypes {
  readonly ofFragment: (name: string) => string | null;
  readonly ofEnum: (type: GraphQLEnumType) => string | null;
}

const nothingDeclared: DeclaredTypes = { ofFragment: () => null, ofEnum: () => null };

export function selectionType(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
  declared: DeclaredTypes = nothingDeclared,
): string {
  return compositeType(type as GraphQLCompositeType, [selectionSet]);

  function compositeType(of: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): string {
    const possible = isAbstractType(of) ? schema.getPossibleTypes(of) : [of];
    return [...new Set(possible.map((each) => objectType(each, selectionSets)))].join(' | ');
  }

  function objectType(of: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): string {
    const mayStand = (name: string) => declared.ofFragment(name) !== null;
    const asked = askedOf(schema, of, selectionSets, fragments, mayStand);
    const members = [...asked.fields].map(([key, field]) => member(of, key, field));
    const parts = [...asked.fragments].map((name) => declared.ofFragment(name)!);
    if (members.length > 0) parts.push(`{ ${members.join('; ')} }`);
    return parts.join(' & ') || 'Record<string, never>';
  }

  function member(of: GraphQLObjectType, key: string, { name, conditional, selectionSets }: AskedField): string {
    const value = name === '__typename' ? `'${of.name}'` : outputType(of.getFields()[name]!.type, selectionSets);
    return `readonly ${key}${conditional ? '?' : ''}: ${value}`;
  }

  function outputType(of: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): string {
    return isNonNullType(of) ? nonNullType(of.ofType, selectionSets) : `${nonNullType(of, selectionSets)} | null`;
  }

  function nonNullType(of: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): string {
    if (isListType(of)) return `ReadonlyArray<${outputType(of.ofType, selectionSets)}>`;
    const named = getNamedType(of);
    if (isEnumType(named)) return declared.ofEnum(named) ?? bracketed(enumType(named));
    if (!isCompositeType(named)) return scalarType(named.name);
    const text = compositeType(named, selectionSets);
    return isObjectType(named) ? text : bracketed(text);
  }
}

function bracketed(type: string): string {
  return type.includes(' | ') ? `(${type})` : type;
}
