// Parts of a fetch of entities: some of its fields, with the inputs that those need.
import {
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import type { RequiredSelection } from './plan.ts';

/** A field of the entities themselves, not of objects below them. */
export interface EntityField {
  /** The type condition under which it stands. */
  readonly type: string;
  readonly field: FieldNode;
}

export function entityFields(document: DocumentNode): readonly EntityField[] {
  const collect = (selection: SelectionNode, type: string): readonly EntityField[] => {
    if (selection.kind === Kind.FIELD) return [{ type, field: selection }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value ?? type;
    return selection.selectionSet.selections.flatMap((below) => collect(below, condition));
  };
  const [entities] = operationOf(document).selectionSet.selections as readonly FieldNode[];
  return entities?.selectionSet?.selections.flatMap((selection) => collect(selection, '')) ?? [];
}

/** The other fields of the entities go; so do the variables that nothing uses any more. */
export function keepEntityFields(document: DocumentNode, isKept: (field: EntityField) => boolean): DocumentNode {
  const dropped = new Set(
    entityFields(document)
      .filter((field) => !isKept(field))
      .map(({ field }) => field),
  );
  const trimmed = visit(document, {
    Field: (field) => (dropped.has(field) ? null : undefined),
    InlineFragment: {
      leave: (fragment: InlineFragmentNode) => (fragment.selectionSet.selections.length === 0 ? null : undefined),
    },
  });
  const used = new Set<string>();
  visit(operationOf(trimmed).selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  return visit(trimmed, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null) });
}

/** @param isLeftOut asked for the private name of every input, at any depth */
export function withoutInputs(
  requires: readonly RequiredSelection[],
  isLeftOut: (name: string) => boolean,
): readonly RequiredSelection[] {
  return requires
    .filter((selection) => selection.kind === 'fragment' || !isLeftOut(selection.privateName))
    .map((selection): RequiredSelection => {
      if (selection.kind === 'fragment')
        return { ...selection, selections: withoutInputs(selection.selections, isLeftOut) };
      return { ...selection, selections: selection.selections && withoutInputs(selection.selections, isLeftOut) };
    });
}

export function inputNames(requires: readonly RequiredSelection[]): readonly string[] {
  return requires.flatMap((selection) => [
    ...(selection.kind === 'field' ? [selection.privateName] : []),
    ...inputNames(selection.selections ?? []),
  ]);
}

export function definedVariables(document: DocumentNode): readonly string[] {
  return operationOf(document).variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
}

export const responseNameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const operationOf = (document: DocumentNode) => document.definitions[0] as OperationDefinitionNode;
