// What a fetch reads for the gateway and not for the caller. A subgraph applies the same rules as the gateway, so without this list
// it would deny the keys and the inputs of @requires to callers who may not see them, and what the gateway is yet to mask or judge.
import { type DocumentNode, type GraphQLSchema, isAbstractType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { rowInputCoordinates } from './row-inputs.ts';

/**
 * Coordinates of object types and of the interfaces they implement, which an interface object bears as its own. What rules read of
 * rows is not among them, nor what is masked or judged by the row: the gateway sees to it before the caller sees any of it.
 */
export function askedCoordinates(authorized: AuthorizedOperation): ReadonlySet<Coordinate> {
  const { shape, verdicts, rows } = authorized;
  const seenTo = new Set(rowInputCoordinates(authorized));
  for (const { slot, coordinate, parentType } of shape.fields)
    if (isSeenTo(verdicts[slot]) || rows?.has(parentType.name)) seenTo.add(coordinate);
  const asked = new Set<Coordinate>();
  const seen = new Set<SelectionShape>();
  const addSelection = (selection: SelectionShape): void => {
    if (seen.has(selection)) return;
    seen.add(selection);
    for (const fields of selection.byType.values()) fields.forEach(addField);
    for (const deferred of selection.deferred) addSelection(deferred.selection);
  };
  const addField = (field: FieldShape): void => {
    if (!isFetched(verdicts[field.slot])) return;
    if (!seenTo.has(field.coordinate)) {
      asked.add(field.coordinate);
      for (const { name } of field.parentType.getInterfaces()) asked.add(fieldCoordinate(name, field.name));
    }
    if (field.selection) addSelection(field.selection);
  };
  addSelection(shape.root);
  return asked;
}

/** Data that is too old at one place is the caller's to read at another. */
function isSeenTo(verdict: AuthorizedOperation['verdicts'][number]): boolean {
  return verdict !== undefined && verdict.kind !== 'stale';
}

/** @param schema of the subgraph that the document is sent to */
export function internalCoordinates(
  document: DocumentNode,
  schema: GraphQLSchema,
  asked: ReadonlySet<Coordinate>,
): readonly Coordinate[] {
  const internal = new Set<Coordinate>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: name } }) {
        const parent = types.getParentType();
        if (!parent || name.startsWith('_')) return;
        const owners = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
        for (const coordinate of owners.map((owner) => fieldCoordinate(owner.name, name))) {
          if (!asked.has(coordinate)) internal.add(coordinate);
        }
      },
    }),
  );
  return [...internal].sort();
}
