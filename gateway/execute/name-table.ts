// Finds which of a few known names stands at a place of JSON bytes, without making a string of it.
import { type JsonBytes, quote } from './json-bytes.ts';

export interface NameTable {
  /** @returns the place of the name among those given; -1 when it is none of them */
  find(source: JsonBytes, start: number): number;
}

/** @param names as they are, without quotes */
export function createNameTable(names: readonly string[]): NameTable {
  const known = names.map((name) => Buffer.from(JSON.stringify(name)));
  // Neighbours in a list mostly have the same name.
  let last = 0;
  return {
    find({ bytes }, start) {
      if (bytes[start] !== quote) return -1;
      if (last < known.length && isAt(bytes, start, known[last]!)) return last;
      const found = known.findIndex((name) => isAt(bytes, start, name));
      if (found >= 0) last = found;
      return found;
    },
  };
}

/** @returns whether the bytes go on with these; the closing quote of a name makes it whole */
export function isAt(bytes: Uint8Array, start: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[start + index] !== expected[index]) return false;
  return true;
}
