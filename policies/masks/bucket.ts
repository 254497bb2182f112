// Numbers become the lower bound of a range: with `bucket(1000)` 1234.5 becomes 1000. What is no number becomes null.
import type { Mask } from './mask.ts';

const made = new Map<number, Mask>();

/** @param size above 0; one mask for one size */
export function bucket(size: number): Mask {
  const known = made.get(size) ?? bucketOf(size);
  made.set(size, known);
  return known;
}

function bucketOf(size: number): Mask {
  return {
    name: `bucket(${size})`,
    kind: 'general',
    scalars: ['Int', 'Float', 'Decimal'],
    mayBeNull: true,
    conceal: (value) => {
      const bound = Math.floor(Number(value) / size) * size;
      if (!Number.isSafeInteger(Math.trunc(bound))) return null;
      // A Decimal is text, and stays it.
      return typeof value === 'string' ? String(bound) : bound;
    },
  };
}
