// Where an operation shows something protected of an entity: there the audit must know which one it is, so its key is fetched with it.
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import type { AuthorizedOperation, Verdict } from './authorized-operation.ts';

/** The key fields of a type, where something protected of its objects may be shown; otherwise none. */
export function keyFieldsAt(
  authorized: AuthorizedOperation,
  selection: SelectionShape,
  typeName: string,
): readonly string[] {
  const keys = authorized.identified?.keys.get(typeName);
  return keys && protectedFieldsAt(authorized, selection, typeName).length > 0 ? keys : [];
}

/** The fields of a type that show something protected: themselves, or below them in objects that are no entities. */
export function protectedFieldsAt(
  { identified, verdicts }: AuthorizedOperation,
  selection: SelectionShape,
  typeName: string,
): readonly FieldShape[] {
  if (!identified) return [];
  const { keys, isProtected } = identified;
  const shows = (field: FieldShape): boolean => {
    if (field.slot < 0 || !isShown(verdicts[field.slot])) return false;
    return isProtected(field.coordinate) || (field.selection !== null && showsBelow(field.selection));
  };
  const showsBelow = (below: SelectionShape): boolean =>
    [...below.byType.keys()].some((name) => !keys.has(name) && fieldsOf(below, name).some(shows));
  return fieldsOf(selection, typeName).filter(shows);
}

/** Those that come later included. */
function fieldsOf({ byType, deferred }: SelectionShape, typeName: string): readonly FieldShape[] {
  const later = deferred.flatMap(({ selection }) => fieldsOf(selection, typeName));
  return [...(byType.get(typeName) ?? []), ...later];
}

/** A mask shows nothing of whom it is. */
function isShown(verdict: Verdict | undefined): boolean {
  return verdict === undefined || verdict.kind === 'row';
}
