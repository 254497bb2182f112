// The TypeScript type of what a selection set answers. Where it asks different fields of different object types, it is a union
// with one member for each of them; whoever needs to tell them apart selects __typename.

import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
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
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { scalarType } from './scalar-type.ts';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

interface Asked {
  readonly name: string;
  readonly conditional: boolean;
  readonly selectionSets: SelectionSetNode[];
}

export function selectionType(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
): string {
  return mergedType(schema, type as GraphQLCompositeType, [selectionSet], fragments);
}

function mergedType(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): string {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const members = possible.map((each) => objectType(schema, each, selectionSets, fragments));
  return [...new Set(members)].join(' | ');
}

function objectType(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): string {
  const asked = new Map<string, Asked>();
  for (const selectionSet of selectionSets) collect(schema, type, selectionSet, fragments, false, asked);
  const members = [...asked].map(([key, { name, conditional, selectionSets: below }]) => {
    const value =
      name === '__typename' ? `'${type.name}'` : outputType(schema, type.getFields()[name]!.type, below, fragments);
    return `readonly ${key}${conditional ? '?' : ''}: ${value}`;
  });
  return members.length > 0 ? `{ ${members.join('; ')} }` : 'Record<string, never>';
}

function collect(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
  within: boolean,
  asked: Map<string, Asked>,
): void {
  for (const selection of selectionSet.selections) {
    const conditional =
      within || Boolean(selection.directives?.some(({ name }) => /^(skip|include)$/.test(name.value)));
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const before = asked.get(key);
      asked.set(key, {
        name: selection.name.value,
        conditional: conditional && (before?.conditional ?? true),
        selectionSets: [...(before?.selectionSets ?? []), ...(selection.selectionSet ? [selection.selectionSet] : [])],
      });
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
    const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
    if (!condition || applies(schema, condition, type))
      collect(schema, type, fragment.selectionSet, fragments, conditional, asked);
  }
}

function applies(schema: GraphQLSchema, condition: GraphQLNamedType, type: GraphQLObjectType): boolean {
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}

function outputType(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): string {
  if (!isNonNullType(type)) return `${nonNullType(schema, type, selectionSets, fragments)} | null`;
  return nonNullType(schema, type.ofType, selectionSets, fragments);
}

function nonNullType(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): string {
  if (isListType(type)) return `ReadonlyArray<${outputType(schema, type.ofType, selectionSets, fragments)}>`;
  const named = getNamedType(type);
  if (isEnumType(named)) return bracketed(named.getValues().map(({ name }) => `'${name}'`));
  if (!isCompositeType(named)) return scalarType(named.name);
  const text = mergedType(schema, named, selectionSets, fragments);
  return !isObjectType(named) && text.includes(' | ') ? `(${text})` : text;
}

function bracketed(values: readonly string[]): string {
  return values.length > 1 ? `(${values.join(' | ')})` : values[0]!;
}
