// What the values of an answer are, field by field: how many are known, how many of them null, and how many nobody knows. Asked
// for a sample of the answers only. Where the values are is worked out once for all callers with equal verdicts.
import { isObjectType } from 'graphql';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from '../execute/data-record.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { Layout } from '../execute/layout.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';

export type NoteField = (coordinate: Coordinate, observed: number, nulls: number, errors: number) => void;

/** An answer of many rows is looked at up to here. */
const maxValues = 20_000;

/** Of values as subgraphs gave them, before masks and rules over rows; without what comes in later parts. */
export function observeFields(
  operation: AuthorizedOperation,
  { data, layout }: Pick<FetchedData, 'data' | 'layout'>,
  note: NoteField,
): void {
  const { coordinates, place } = placesOf(operation, layout);
  const sample: Sample = {
    left: maxValues,
    observed: new Float64Array(coordinates.length),
    nulls: new Float64Array(coordinates.length),
    errors: new Float64Array(coordinates.length),
  };
  look(data, place, sample);
  coordinates.forEach((coordinate, index) => {
    const [observed, nulls, errors] = [sample.observed[index]!, sample.nulls[index]!, sample.errors[index]!];
    if (observed + errors > 0) note(coordinate, observed, nulls, errors);
  });
}

/** Counts by index of the coordinate. */
interface Sample {
  left: number;
  readonly observed: Float64Array;
  readonly nulls: Float64Array;
  readonly errors: Float64Array;
}

interface Place {
  fieldsOf(record: DataRecord): readonly Field[];
}

interface Field {
  /** Where the value is. */
  readonly at: number;
  /** Of the coordinate. */
  readonly index: number;
  readonly below: Place | null;
}

function look(value: DataValue, place: Place, sample: Sample): void {
  if (value instanceof DataList) for (const item of value.items) look(item, place, sample);
  if (!isRecord(value)) return;
  for (const { at, index, below } of place.fieldsOf(value)) {
    if (sample.left-- <= 0) return;
    const held = value[at];
    if (held === undefined) sample.errors[index]!++;
    else sample.observed[index]!++;
    if (held === null) sample.nulls[index]!++;
    if (below) look(held, below, sample);
  }
}

interface Places {
  readonly coordinates: readonly Coordinate[];
  readonly place: Place;
}

const known = new WeakMap<AuthorizedOperation, WeakMap<Layout, Places>>();

function placesOf(operation: AuthorizedOperation, layout: Layout): Places {
  const ofOperation = known.get(operation) ?? new WeakMap<Layout, Places>();
  known.set(operation, ofOperation);
  const places = ofOperation.get(layout) ?? compilePlaces(operation, layout);
  ofOperation.set(layout, places);
  return places;
}

function compilePlaces({ shape }: AuthorizedOperation, layout: Layout): Places {
  const coordinates: Coordinate[] = [];
  const indexOf = new Map<Coordinate, number>();
  const compiled = new Map<SelectionShape, Map<Layout, Place>>();

  const indexFor = (coordinate: Coordinate): number => {
    const index = indexOf.get(coordinate) ?? coordinates.push(coordinate) - 1;
    indexOf.set(coordinate, index);
    return index;
  };

  const placeAt = (selection: SelectionShape, at: Layout): Place => {
    const ofSelection = compiled.get(selection) ?? new Map<Layout, Place>();
    compiled.set(selection, ofSelection);
    const place = ofSelection.get(at) ?? compilePlace(selection, at);
    ofSelection.set(at, place);
    return place;
  };

  const compilePlace = ({ type, byType }: SelectionShape, at: Layout): Place => {
    const fields = new Map(
      [...byType].map(([name, ofType]) => [JSON.stringify(name), ofType.flatMap((field) => compileField(field, at))]),
    );
    const [only = []] = fields.values();
    if (isObjectType(type)) return { fieldsOf: () => only };
    return { fieldsOf: (record) => fields.get(typenameOf(record) ?? '') ?? [] };
  };

  /** None where nothing is fetched: introspection, and what the caller may not have. */
  const compileField = ({ slot, privateName, coordinate, selection }: FieldShape, holder: Layout): Field[] => {
    const at = slot < 0 ? undefined : holder.slotOf(privateName);
    if (at === undefined) return [];
    const below = holder.below[at];
    return [{ at, index: indexFor(coordinate), below: selection && below ? placeAt(selection, below) : null }];
  };

  return { place: placeAt(shape.root, layout), coordinates };
}
