// Work done once for values that stand at several places. Entities are fetched once for all the places that refer to them, so a
// deep operation meets the same lists again and again; what one field makes of one value is the same everywhere, unless there
// is an error to tell, which has a path.
import type { DataValue } from '../execute/data-record.ts';
import type { FieldShape } from '../operation/shape.ts';
import type { Complete, CompletedValues, Walk } from './projection.ts';

export function createCompletedValues(shared: ReadonlySet<DataValue>): CompletedValues {
  return { shared, byField: new Map() };
}

/** @returns a function that does the same as `complete`, and remembers what came of a shared value without any error */
export function onceIfShared(complete: Complete, { selection }: FieldShape): Complete {
  if (!selection) return complete;
  return (value, walk) => {
    if (!walk.completed?.shared.has(value)) return complete(value, walk);
    const known = valuesOf(walk.completed, complete);
    return known.get(value) ?? completeAndKeep(complete, value, walk, known);
  };
}

function completeAndKeep(
  complete: Complete,
  value: DataValue,
  walk: Walk,
  known: Map<DataValue, string>,
): string | undefined {
  const errors = walk.errors.length;
  const text = complete(value, walk);
  if (text !== undefined && walk.errors.length === errors) known.set(value, text);
  return text;
}

function valuesOf({ byField }: CompletedValues, complete: Complete): Map<DataValue, string> {
  const known = byField.get(complete);
  if (known) return known;
  const made = new Map<DataValue, string>();
  byField.set(complete, made);
  return made;
}
