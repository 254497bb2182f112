// Whether the concrete type of an object makes a difference to its answer. The document and the projector must agree on it:
// where it makes none, the type is not asked for, because a subgraph that has only an interface object could not tell it.
import { isAbstractType } from 'graphql';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { keyFieldsAt } from '../authorize/protected-fields.ts';
import { hasHiddenMembers } from '../operation/hidden-members.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';

export function isAnsweredAlike(authorized: AuthorizedOperation, selection: SelectionShape): boolean {
  if (!isAbstractType(selection.type)) return true;
  // What is of a hidden type must be found out, and is no answer.
  if (hasHiddenMembers(authorized.shape.schema, selection.type)) return false;
  if ([...selection.byType.keys()].some((name) => keyFieldsAt(authorized, selection, name).length > 0)) return false;
  const deferred = selection.deferred.every((later) => isAnsweredAlike(authorized, later.selection));
  return deferred && isAnsweredAlikeAtOnce(authorized, selection);
}

function isAnsweredAlikeAtOnce({ verdicts, rows }: AuthorizedOperation, { byType }: SelectionShape): boolean {
  const [first = [], ...others] = byType.values();
  const dependsOnType = ({ name, slot }: FieldShape) => name === '__typename' || verdicts[slot] !== undefined;
  if (rows && [...byType.keys()].some((typeName) => rows.has(typeName))) return false;
  if ([...byType.values()].some((fields) => fields.some(dependsOnType))) return false;
  return others.every(
    (fields) => fields.length === first.length && fields.every((field, index) => isAlike(field, first[index]!)),
  );
}

function isAlike(one: FieldShape, other: FieldShape): boolean {
  const isSameName = one.responseName === other.responseName && one.privateName === other.privateName;
  return isSameName && one.selection === other.selection && String(one.type) === String(other.type);
}
