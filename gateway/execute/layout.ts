// Where the values of an object are kept. All objects at one place of the data (one path of private names) have one layout,
// whichever fetches answer them, so each is an array of one fixed length and no name is looked up per row.
import { type DataRecord, typenameSlot } from './data-record.ts';

/** Grows while a plan is compiled; fixed from then on. */
export class Layout {
  /** By slot. The first is always `__typename`. */
  readonly names: string[] = ['__typename'];
  /** By slot; undefined for leaves. */
  readonly below: (Layout | undefined)[] = [undefined];
  /** Whether one object may not stand at two places, because a fetch depends on what is around it. */
  isApart = false;
  /** How many fetches bring objects to this place as a part of their answer. */
  broughtBy = 0;
  readonly #slots = new Map<string, number>([['__typename', typenameSlot]]);
  #blank: DataRecord | undefined;

  /** @returns undefined when no fetch brings a value of this name */
  slotOf(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** @returns the slot of the name, made when it is new */
  addSlot(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    this.#slots.set(name, this.names.length);
    this.below.push(undefined);
    return this.names.push(name) - 1;
  }

  /** @returns the layout of the objects under the name, made when it is new */
  addBelow(name: string): Layout {
    const slot = this.addSlot(name);
    const layout = this.below[slot] ?? new Layout();
    this.below[slot] = layout;
    return layout;
  }

  newRecord(): DataRecord {
    this.#blank ??= new Array<undefined>(this.names.length).fill(undefined);
    return this.#blank.slice();
  }
}
