// The fields of one position whenever they come: for stages that do not care about when.
import type { FieldShape, SelectionShape } from './shape.ts';

/** By object type; those that come later are at the end. */
export function allFields({ byType, deferred }: SelectionShape): ReadonlyMap<string, readonly FieldShape[]> {
  if (deferred.length === 0) return byType;
  const later = deferred.map(({ selection }) => allFields(selection));
  return new Map(
    [...byType].map(([name, fields]) => [name, [...fields, ...later.flatMap((ofLater) => ofLater.get(name) ?? [])]]),
  );
}
