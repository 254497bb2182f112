// Whose protected data an answer shows: the entities in the data that have a value in a protected field, as keyed hashes. The places
// where there may be some are worked out once for all callers with equal verdicts.
import { isObjectType } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { EntityReference } from '../../kit/entity-reference.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { keyFieldsAt, protectedFieldsAt } from '../authorize/protected-fields.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from '../execute/data-record.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { JsonBytes } from '../execute/json-bytes.ts';
import type { Layout } from '../execute/layout.ts';
import type { SelectionShape } from '../operation/shape.ts';
import { inputName } from '../plan/row-inputs.ts';
import type { JudgedRows } from '../project/judge-rows.ts';

export type ShownEntities = (
  operation: AuthorizedOperation,
  fetched: FetchedData,
  rows: JudgedRows | null,
) => readonly string[];

const maxReferences = 10_000;

export function createShownEntities(secret: EntityReference): ShownEntities {
  const references = new LRUCache<string, string>({ max: maxReferences });
  const referenceTo = (typeName: string, key: string): string => {
    const name = `${typeName}\n${key}`;
    const reference = references.get(name) ?? secret(typeName, key);
    references.set(name, reference);
    return reference;
  };
  return (operation, { data, layout, leaves }, rows) => {
    const place = operation.identified && placesOf(operation)(operation.shape.root, layout);
    if (!place) return [];
    const shown = new Set<string>();
    visit(data, place, { leaves, rows, visited: new Set(), show: (type, key) => shown.add(referenceTo(type, key)) });
    return [...shown];
  };
}

/** A position that has entities with protected fields, or leads to some. */
interface Place {
  typeOf(record: DataRecord): PlaceType | undefined;
}

interface PlaceType {
  readonly name: string;
  /** Where the key is; empty where nothing protected is shown, or the key is not known. */
  readonly keys: readonly number[];
  /** Where protected values are, and their slots of the shape. */
  readonly values: readonly { readonly at: number; readonly slot: number }[];
  readonly below: readonly { readonly at: number; readonly place: Place }[];
}

interface Visit {
  readonly leaves: JsonBytes;
  readonly rows: JudgedRows | null;
  readonly visited: Set<DataRecord>;
  readonly show: (typeName: string, key: string) => void;
}

function visit(value: DataValue, place: Place, visiting: Visit): void {
  if (value instanceof DataList) for (const item of value.items) visit(item, place, visiting);
  if (!isRecord(value) || visiting.visited.has(value)) return;
  visiting.visited.add(value);
  const type = place.typeOf(value);
  const judged = visiting.rows?.verdicts.get(value);
  if (!type || judged?.hidden) return;
  const isShown = type.values.some(({ at, slot }) => value[at] != null && !judged?.fields.has(slot));
  if (isShown) {
    const key = keyOf(value, type.keys, visiting.leaves);
    if (key !== null) visiting.show(type.name, key);
  }
  for (const { at, place: next } of type.below) visit(value[at], next, visiting);
}

/** The value of a key of one field; of several, a JSON list. */
function keyOf(record: DataRecord, slots: readonly number[], leaves: JsonBytes): string | null {
  const texts = slots.map((slot) => record[slot]).map((at) => (typeof at === 'number' ? leaves.leafText(at) : null));
  if (texts.length === 0 || texts.includes(null)) return null;
  const [only, ...more] = texts as string[];
  if (more.length > 0) return `[${texts.join()}]`;
  return only!.startsWith('"') ? (JSON.parse(only!) as string) : only!;
}

type Places = (selection: SelectionShape, layout: Layout) => Place | null;

const known = new WeakMap<AuthorizedOperation, Places>();

function placesOf(operation: AuthorizedOperation): Places {
  const places = known.get(operation) ?? compilePlaces(operation);
  known.set(operation, places);
  return places;
}

function compilePlaces(operation: AuthorizedOperation): Places {
  const compiled = new WeakMap<Layout, Map<SelectionShape, Place | null>>();

  const placeAt: Places = (selection, layout) => {
    const ofLayout = compiled.get(layout) ?? new Map<SelectionShape, Place | null>();
    compiled.set(layout, ofLayout);
    const made = ofLayout.get(selection) ?? compilePlace(selection, layout);
    ofLayout.set(selection, made);
    return made;
  };

  const compilePlace: Places = (selection, layout) => {
    const types = [...selection.byType.keys()].map((name) => compileType(name, selection, layout));
    if (!types.some(({ values, below }) => values.length > 0 || below.length > 0)) return null;
    const [first] = types;
    if (isObjectType(selection.type)) return { typeOf: () => first };
    const byName = new Map(types.map((type) => [JSON.stringify(type.name), type]));
    return { typeOf: (record) => byName.get(typenameOf(record) ?? '') };
  };

  const compileType = (name: string, selection: SelectionShape, layout: Layout): PlaceType => {
    const keys = keyFieldsAt(operation, selection, name).flatMap((key) => slotOfKey(name, key, layout));
    const values = keys.length === 0 ? [] : protectedFieldsAt(operation, selection, name);
    return {
      name,
      keys,
      values: values.flatMap(({ privateName, slot }) => at(layout, privateName).map((at) => ({ at, slot }))),
      below: belowSelection(name, selection, layout),
    };
  };

  /** Fetched for the audit, unless the client asks for it. */
  const slotOfKey = (typeName: string, name: string, layout: Layout): readonly number[] => {
    const fetched = at(layout, inputName(operation.shape.schema, typeName, { name, selection: null }));
    return fetched.length > 0 ? fetched : at(layout, name);
  };

  const belowSelection = (name: string, selection: SelectionShape, layout: Layout): PlaceType['below'] => [
    ...(selection.byType.get(name) ?? []).flatMap((field) =>
      at(layout, field.slot < 0 ? '' : field.privateName).flatMap((at) => {
        const below = layout.below[at];
        const place = field.selection && below ? placeAt(field.selection, below) : null;
        return place ? [{ at, place }] : [];
      }),
    ),
    ...selection.deferred.flatMap((later) => belowSelection(name, later.selection, layout)),
  ];

  return placeAt;
}

function at(layout: Layout, privateName: string): readonly number[] {
  const slot = layout.slotOf(privateName);
  return slot === undefined ? [] : [slot];
}
