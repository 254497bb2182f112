// Finds objects that have equal leaves, among many: a hash table over the bytes of the leaves, so that nothing has to be written
// of an object that another one stands for.
import type { DataRecord, DataValue } from './data-record.ts';
import { hashOfLeaf, isSameLeaf, type JsonBytes } from './json-bytes.ts';

export class DistinctObjects {
  readonly #leaves: JsonBytes;
  readonly #slots: readonly number[];
  /** By hash: the number of an object and one more; 0 is free. */
  readonly #table: Int32Array;
  readonly #objects: DataRecord[] = [];

  /**
   * @param slots whose values are leaves or null
   * @param most how many objects there may be at most
   */
  constructor(leaves: JsonBytes, slots: readonly number[], most: number) {
    this.#leaves = leaves;
    this.#slots = slots;
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(2 * most + 1)));
  }

  /** Numbers the objects as they come. @returns the number of the object, or of the equal one that came before */
  number(object: DataRecord): number {
    const table = this.#table;
    let place = this.#hash(object) & (table.length - 1);
    for (let entry = table[place]!; entry !== 0; entry = table[place]!) {
      if (this.#isEqual(this.#objects[entry - 1]!, object)) return entry - 1;
      place = (place + 1) & (table.length - 1);
    }
    table[place] = this.#objects.push(object);
    return this.#objects.length - 1;
  }

  #hash(object: DataRecord): number {
    let hash = 0;
    for (const slot of this.#slots) {
      const value = object[slot];
      hash = typeof value === 'number' ? hashOfLeaf(this.#leaves.bytes, value, hash) : Math.imul(hash, 31);
    }
    return hash ^ (hash >>> 15);
  }

  #isEqual(one: DataRecord, other: DataRecord): boolean {
    for (const slot of this.#slots) if (!this.#isSame(one[slot], other[slot])) return false;
    return true;
  }

  #isSame(one: DataValue, other: DataValue): boolean {
    if (typeof one !== 'number' || typeof other !== 'number') return one === other;
    return isSameLeaf(this.#leaves.bytes, one, other);
  }
}
