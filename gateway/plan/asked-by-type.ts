// Which fields are wanted at each place of the data, and of objects of which types: because the client asks for them, or because
// a fetch of the plan reads them.
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { FetchNode, PlanNode, RequiredSelection } from './plan.ts';

export interface AskedByType {
  /** Whether the client asks for the field at this place, of whatever type. */
  readonly isAsked: (place: string, name: string) => boolean;
  /** Whether an object of this type at this place has to have the field. */
  readonly isWanted: (place: string, typeName: string, name: string) => boolean;
}

/** Null stands for all types. */
type Types = ReadonlySet<string> | null;

/** The same for a place in a list and for the list. */
export const placeOf = (path: readonly string[]) => path.filter((step) => step !== '@').join('.');

export function askedByType(
  document: DocumentNode,
  nodes: readonly PlanNode[],
  possibleTypes: (typeName: string) => readonly string[],
): AskedByType {
  const asked = createWishes();
  const needed = createWishes();
  const [operation] = document.definitions as readonly OperationDefinitionNode[];
  noteSelections(operation!.selectionSet, '', null, asked, possibleTypes);
  for (const node of nodes) noteNeeds(node, needed);
  return {
    isAsked: (place, name) => asked.has(place, null, name),
    isWanted: (place, typeName, name) => asked.has(place, typeName, name) || needed.has(place, typeName, name),
  };
}

interface Wishes {
  readonly add: (place: string, types: Types, name: string) => void;
  /** @param typeName null: of whatever type */
  readonly has: (place: string, typeName: string | null, name: string) => boolean;
}

function createWishes(): Wishes {
  const typesOf = new Map<string, Types[]>();
  return {
    add: (place, types, name) =>
      void typesOf.set(`${place} ${name}`, [...(typesOf.get(`${place} ${name}`) ?? []), types]),
    has(place, typeName, name) {
      const known = typesOf.get(`${place} ${name}`) ?? [];
      return known.some((types) => typeName === null || types === null || types.has(typeName));
    },
  };
}

function noteSelections(
  { selections }: SelectionSetNode,
  place: string,
  types: Types,
  asked: Wishes,
  possibleTypes: (typeName: string) => readonly string[],
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      asked.add(place, types, name);
      const below = place === '' ? name : `${place}.${name}`;
      if (selection.selectionSet) noteSelections(selection.selectionSet, below, null, asked, possibleTypes);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const narrowed = condition === undefined ? types : new Set(possibleTypes(condition));
      noteSelections(selection.selectionSet, place, narrowed, asked, possibleTypes);
    }
  }
}

function noteNeeds(node: PlanNode, needed: Wishes): void {
  if (node.kind === 'flatten') noteFetchNeeds(node.node, node.path, needed);
  else if (node.kind !== 'fetch') for (const child of node.nodes) noteNeeds(child, needed);
}

function noteFetchNeeds({ requires, contextInputs }: FetchNode, path: readonly string[], needed: Wishes): void {
  const noteRequired = (selections: readonly RequiredSelection[], types: Types): void => {
    for (const selection of selections) {
      if (selection.kind === 'field') needed.add(placeOf(path), types, selection.privateName);
      else noteRequired(selection.selections, selection.types && new Set(selection.types));
    }
  };
  noteRequired(requires ?? [], null);
  const fields = path.filter((step) => step !== '@');
  for (const { levelsUp, types, path: down } of contextInputs.flatMap(({ sources }) => sources)) {
    needed.add(placeOf(fields.slice(0, fields.length - levelsUp)), types && new Set(types), down[0]!);
  }
}
