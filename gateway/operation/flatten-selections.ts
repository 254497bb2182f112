// The fields of a selection set with its fragments spread, whatever object they are asked of. Fragments are flattened once.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export interface AskedField {
  readonly node: FieldNode;
  /** The type that the innermost fragment is on; undefined when the schema has none of the name. */
  readonly parent: GraphQLNamedType | undefined;
  /** Undefined when the parent does not define the field. */
  readonly type: GraphQLOutputType | undefined;
}

export type Flatten = (selectionSet: SelectionSetNode, parent: GraphQLNamedType | undefined) => readonly AskedField[];

/** @param fragments none of which spreads itself, see {@link isEndless} */
export function createFlattening(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Flatten {
  const flattened = new Map<string, readonly AskedField[]>();

  const flatten = (selectionSet: SelectionSetNode, parent: GraphQLNamedType | undefined, into: AskedField[]): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) into.push({ node: selection, parent, type: typeOf(selection, parent) });
      else if (selection.kind === Kind.FRAGMENT_SPREAD) append(ofFragment(selection.name.value), into);
      else flatten(selection.selectionSet, conditionOf(selection.typeCondition?.name.value, parent), into);
    }
  };

  const conditionOf = (name: string | undefined, parent: GraphQLNamedType | undefined) =>
    name === undefined ? parent : schema.getType(name);

  const ofFragment = (name: string): readonly AskedField[] => {
    const known = flattened.get(name);
    if (known) return known;
    const fields: AskedField[] = [];
    const fragment = fragments.get(name);
    if (fragment) flatten(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), fields);
    flattened.set(name, fields);
    return fields;
  };

  return (selectionSet, parent) => {
    const fields: AskedField[] = [];
    flatten(selectionSet, parent, fields);
    return fields;
  };
}

/** Whether a fragment spreads itself, be it through others or below its fields. */
export function isEndless(fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  const state = new Map<string, 'open' | 'done'>();

  const leadsBack = (name: string): boolean => {
    const known = state.get(name);
    if (known) return known === 'open';
    state.set(name, 'open');
    const fragment = fragments.get(name);
    const found = fragment !== undefined && below(fragment.selectionSet);
    state.set(name, 'done');
    return found;
  };

  const below = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return leadsBack(selection.name.value);
      return selection.selectionSet !== undefined && below(selection.selectionSet);
    });

  return [...fragments.keys()].some(leadsBack);
}

function append(fields: readonly AskedField[], into: AskedField[]): void {
  for (const field of fields) into.push(field);
}

function typeOf({ name }: FieldNode, parent: GraphQLNamedType | undefined): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value]?.type : undefined;
}
