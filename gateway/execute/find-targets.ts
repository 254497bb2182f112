// The objects at a place of the data: those that a fetch of entities brings fields to.
import type { Place } from './compile-plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord } from './data-record.ts';
import type { Path } from './fetched-data.ts';

/**
 * @param isTree whether no object is at two places
 * @returns each object once
 */
export function findTargets(root: DataRecord, { slots }: Pick<Place, 'slots'>, isTree: boolean): readonly DataRecord[] {
  let found: Iterable<DataValue> = [root];
  for (const slot of slots) {
    const next: DataValue[] = [];
    for (const value of found) {
      if (slot >= 0) {
        if (isRecord(value)) next.push(value[slot]);
      } else if (value instanceof DataList) {
        for (const item of value.items) next.push(item);
      }
    }
    // At every step, because shared objects that lead to shared objects are reached along more and more ways.
    found = isTree ? next : new Set(next);
  }
  return [...found].filter(isRecord);
}

/** Shared objects can be at millions of places; a client that reads of the first of them has read enough. */
const maxPaths = 10_000;

/** Where each of the objects is. Asked only when something failed, so no path is built for a request that goes well. */
export function pathsOfTargets(root: DataRecord, { path, slots }: Place): ReadonlyMap<DataRecord, readonly Path[]> {
  const paths = new Map<DataRecord, Path[]>();
  let left = maxPaths;
  const walk = (value: DataValue, depth: number, reached: Path): void => {
    if (left === 0) return;
    const slot = slots[depth];
    if (slot === undefined) {
      if (isRecord(value)) note(value, reached);
    } else if (slot < 0) {
      if (value instanceof DataList)
        value.items.forEach((item, index) => void walk(item, depth + 1, [...reached, index]));
    } else if (isRecord(value)) {
      walk(value[slot], depth + 1, [...reached, path[depth]!]);
    }
  };
  const note = (object: DataRecord, reached: Path): void => {
    left--;
    const known = paths.get(object);
    if (known) known.push(reached);
    else paths.set(object, [reached]);
  };
  walk(root, 0, []);
  return paths;
}
