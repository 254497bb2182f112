// How deeply a JSON value is nested: whoever walks or writes one that a stranger nested 100,000 levels deep ends the stack.

/** Walks no deeper than `levels`, so the stack holds whatever the value. */
export function isNestedAtMost(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => isNestedAtMost(levels - 1, item));
}
