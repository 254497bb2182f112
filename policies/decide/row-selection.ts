// What a rule reads of the row: the fragment that it declares in graphql-shield's own way, as plain data. The gateway has these
// fields fetched for the rule alone, and hands the rule nothing else. Planners load this file, so graphql-shield stays out of it.
import { type FieldNode, Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql';

export interface RowField {
  readonly name: string;
  /** Null for a leaf. */
  readonly selection: RowSelection | null;
}

export type RowSelection = readonly RowField[];

export interface RowFragment {
  /** The type that the fragment names. */
  readonly typeName: string;
  readonly selection: RowSelection;
}

/**
 * @param text `fragment Name on Customer { region }`, or `... on Customer { region }`
 * @throws Error in words for the author of the rule
 */
export function parseRowFragment(text: string): RowFragment {
  const document = parse(/^\s*\.\.\./.test(text) ? text.replace('...', 'fragment rule') : text, { noLocation: true });
  const [definition, ...others] = document.definitions;
  if (definition?.kind !== Kind.FRAGMENT_DEFINITION || others.length > 0)
    throw new Error('it must be one fragment, such as "fragment Region on Customer { region }"');
  return { typeName: definition.typeCondition.name.value, selection: selectionOf(definition.selectionSet) };
}

export function mergeSelections(selections: readonly RowSelection[]): RowSelection {
  const merged = new Map<string, RowField>();
  for (const { name, selection } of selections.flat()) {
    const known = merged.get(name)?.selection ?? [];
    merged.set(name, { name, selection: selection && mergeSelections([known, selection]) });
  }
  return [...merged.values()];
}

function selectionOf({ selections }: SelectionSetNode): RowSelection {
  return mergeSelections(selections.map((node) => [rowField(node)]));
}

function rowField(node: SelectionNode): RowField {
  if (node.kind !== Kind.FIELD) throw new Error('it may hold fields only, no fragments');
  refuseFrills(node);
  return { name: node.name.value, selection: node.selectionSet ? selectionOf(node.selectionSet) : null };
}

function refuseFrills({ alias, name, arguments: args = [], directives = [] }: FieldNode): void {
  if (alias || args.length > 0 || directives.length > 0)
    throw new Error(`the field ${name.value} may have no alias, no arguments and no directives`);
  if (name.value.startsWith('__')) throw new Error(`${name.value} is not a field of the row`);
}
