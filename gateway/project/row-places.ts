// Where in the data of an operation objects are guarded by row, and the ways that lead there. Compiled once for all callers with
// equal verdicts; whatever leads to no guarded object is left out.
import { isObjectType } from 'graphql';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { type DataRecord, typenameOf } from '../execute/data-record.ts';
import type { Layout } from '../execute/layout.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { isGuardedByRow } from '../plan/row-inputs.ts';

/** A position that has guarded objects, or leads to some. */
export interface RowPlace {
  readonly layout: Layout;
  /** @returns undefined when nothing is guarded in an object of this type, nor below it */
  typeOf(record: DataRecord): RowType | undefined;
}

export interface RowType {
  readonly name: string;
  readonly isGuarded: boolean;
  /** The guarded fields, by their slots of the shape. */
  readonly fields: readonly number[];
  readonly below: readonly { readonly slot: number; readonly place: RowPlace }[];
}

export type RowPlaces = (selection: SelectionShape, layout: Layout) => RowPlace | null;

const known = new WeakMap<AuthorizedOperation, RowPlaces>();

export function rowPlacesOf(operation: AuthorizedOperation): RowPlaces {
  const places = known.get(operation) ?? compileRowPlaces(operation);
  known.set(operation, places);
  return places;
}

function compileRowPlaces(operation: AuthorizedOperation): RowPlaces {
  const compiled = new WeakMap<Layout, Map<SelectionShape, RowPlace | null>>();

  const placeAt: RowPlaces = (selection, layout) => {
    const ofLayout = compiled.get(layout) ?? new Map<SelectionShape, RowPlace | null>();
    compiled.set(layout, ofLayout);
    const made = ofLayout.get(selection) ?? compilePlace(selection, layout);
    ofLayout.set(selection, made);
    return made;
  };

  const compilePlace: RowPlaces = ({ type, byType }, layout) => {
    const types = [...byType].map(([name, fields]) => compileType(name, fields, layout));
    if (!types.some(({ isGuarded, below }) => isGuarded || below.length > 0)) return null;
    const [first] = types;
    if (isObjectType(type)) return { layout, typeOf: () => first };
    const byName = new Map(types.map((each) => [JSON.stringify(each.name), each]));
    // Where the type was not asked for, all types have the same fields, and none of them is guarded.
    return { layout, typeOf: (record) => byName.get(typenameOf(record) ?? '') ?? first };
  };

  const compileType = (name: string, fields: readonly FieldShape[], layout: Layout): RowType => ({
    name,
    isGuarded: isGuardedByRow(operation, name, fields),
    fields: fields.map(({ slot }) => slot).filter((slot) => operation.verdicts[slot]?.kind === 'row'),
    below: fields.flatMap((field) => belowField(field, layout)),
  });

  const belowField = ({ slot, privateName, selection }: FieldShape, layout: Layout): RowType['below'] => {
    const at = slot < 0 ? undefined : layout.slotOf(privateName);
    const below = at === undefined ? undefined : layout.below[at];
    const place = selection && below ? placeAt(selection, below) : null;
    return place ? [{ slot: at!, place }] : [];
  };

  return placeAt;
}
