// Work done once for values that stand at several places. Entities are fetched once for all the places that refer to them, so a
// deep operation meets the same lists again and again; what one field makes of one value is the same everywhere, unless there
// is an error to tell, which has a path. It is written again from where it was written first.
import type { DataValue } from '../execute/data-record.ts';
import type { FieldShape } from '../operation/shape.ts';
import type { Complete, CompletedValues, Completion, Walk, WrittenRange } from './projection.ts';

export function createCompletedValues(shared: ReadonlySet<DataValue>): CompletedValues {
  return { shared, byField: new Map() };
}

/** @returns a function that does the same as `complete`, and remembers what came of a shared value without any error */
export function onceIfShared(complete: Complete, { selection }: FieldShape): Complete {
  if (!selection) return complete;
  return (value, walk) => {
    if (!walk.completed?.shared.has(value)) return complete(value, walk);
    const known = valuesOf(walk.completed, complete);
    const written = known.get(value);
    // What was taken back may have been overwritten since.
    if (!written || written.takenBack !== walk.takenBack) return completeAndKeep(complete, value, walk, known);
    walk.out.repeat(written.start, written.end);
    return 'written';
  };
}

function completeAndKeep(
  complete: Complete,
  value: DataValue,
  walk: Walk,
  known: Map<DataValue, WrittenRange>,
): Completion {
  const { takenBack, errors, out } = walk;
  const { length } = errors;
  const start = out.length;
  const completion = complete(value, walk);
  if (completion === 'written' && errors.length === length) known.set(value, { start, end: out.length, takenBack });
  return completion;
}

function valuesOf({ byField }: CompletedValues, complete: Complete): Map<DataValue, WrittenRange> {
  const known = byField.get(complete);
  if (known) return known;
  const made = new Map<DataValue, WrittenRange>();
  byField.set(complete, made);
  return made;
}
