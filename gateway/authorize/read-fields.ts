// The fields of an operation that the caller gets to: those of the schema, from the root down, deferred ones included.
import type { FieldShape, SelectionShape } from '../operation/shape.ts';

/**
 * Each field once, though several ways may lead to it.
 * @param isRead whether what lies below a field is read; asked when the field has been handed out
 */
export function* readFields(root: SelectionShape, isRead: (field: FieldShape) => boolean): Generator<FieldShape> {
  // A set visits what is added while it is walked.
  const waiting = new Set([root]);
  for (const { byType, deferred } of waiting) {
    for (const { selection } of deferred) waiting.add(selection);
    for (const field of [...byType.values()].flat()) {
      if (field.slot < 0) continue;
      yield field;
      if (field.selection && isRead(field)) waiting.add(field.selection);
    }
  }
}
