// Finds equal ranges of bytes among many: a hash table over the bytes themselves, so that no range becomes a string.
import { isSameRange, type JsonBytes } from './json-bytes.ts';

export class DistinctRanges {
  readonly #source: JsonBytes;
  /** By hash: the number of a range and one more; 0 is free. */
  readonly #table: Int32Array;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** @param most how many ranges there may be at most */
  constructor(source: JsonBytes, most: number) {
    this.#source = source;
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(2 * most + 1)));
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Numbers the ranges as they come. @returns the number of the range, or of the equal one that came before */
  number(start: number, end: number): number {
    const { bytes } = this.#source;
    const table = this.#table;
    let place = hash(bytes, start, end) & (table.length - 1);
    for (let entry = table[place]!; entry !== 0; entry = table[place]!) {
      if (this.#isEqual(entry - 1, start, end)) return entry - 1;
      place = (place + 1) & (table.length - 1);
    }
    this.#ends.push(end);
    table[place] = this.#starts.push(start);
    return this.#starts.length - 1;
  }

  #isEqual(number: number, start: number, end: number): boolean {
    const known = this.#starts[number]!;
    const length = end - start;
    return this.#ends[number]! - known === length && isSameRange(this.#source.bytes, known, start, length);
  }
}

/** FNV-1a. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let index = start; index < end; index++) value = Math.imul(value ^ bytes[index]!, 0x01000193);
  return value ^ (value >>> 15);
}
