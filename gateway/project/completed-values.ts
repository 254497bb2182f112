// Work done once for values that stand at several places. Entities are fetched once for all the places that refer to them, so a
// deep operation meets the same lists again and again; what one field makes of one value is the same everywhere, unless there
// is an error to tell, which has a path.
import type { FieldShape } from '../operation/shape.ts';
import { type Complete, type CompletedValue, type CompletedValues, spend, type Walk } from './projection.ts';

export function createCompletedValues(shared: ReadonlySet<unknown>): CompletedValues {
  return { shared, byField: new Map() };
}

/** @returns a function that does the same as `complete`, and remembers what came of a shared value without any error */
export function onceIfShared(complete: Complete, { selection }: FieldShape): Complete {
  if (!selection) return complete;
  return (value, walk) => {
    if (!walk.completed?.shared.has(value)) return complete(value, walk);
    const known = valuesOf(walk.completed, complete);
    const found = known.get(value);
    if (found) {
      spend(walk, found.characters);
      return found.result;
    }
    return completeAndKeep(complete, value, walk, known);
  };
}

function completeAndKeep(complete: Complete, value: unknown, walk: Walk, known: Map<unknown, CompletedValue>): unknown {
  const { room } = walk;
  const errors = walk.errors.length;
  const result = complete(value, walk);
  if (walk.errors.length === errors) known.set(value, { result, characters: room - walk.room });
  return result;
}

function valuesOf({ byField }: CompletedValues, complete: Complete): Map<unknown, CompletedValue> {
  const known = byField.get(complete);
  if (known) return known;
  const made = new Map<unknown, CompletedValue>();
  byField.set(complete, made);
  return made;
}
