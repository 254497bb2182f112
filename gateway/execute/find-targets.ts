// The objects at a place of the data: those that a fetch of entities brings fields to.
import type { Place } from './compile-plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord } from './data-record.ts';
import type { Path } from './fetched-data.ts';

/**
 * @param shared the values that are at several places
 * @returns each object once
 */
export function findTargets(
  root: DataRecord,
  { slots }: Pick<Place, 'slots'>,
  shared: ReadonlySet<DataValue>,
): readonly DataRecord[] {
  let found: readonly DataValue[] = [root];
  for (const slot of slots) found = slot < 0 ? itemsOf(found) : valuesAt(found, slot, shared);
  return found.every(isRecord) ? found : found.filter(isRecord);
}

function itemsOf(lists: readonly DataValue[]): readonly DataValue[] {
  const [first] = lists;
  if (lists.length === 1 && first instanceof DataList) return first.items;
  const items: DataValue[] = [];
  for (const list of lists) if (list instanceof DataList) for (const item of list.items) items.push(item);
  return items;
}

/** Shared values are taken once at every step: those that lead to shared ones are reached along more and more ways. */
function valuesAt(objects: readonly DataValue[], slot: number, shared: ReadonlySet<DataValue>): DataValue[] {
  const values: DataValue[] = [];
  const seen = new Set<DataValue>();
  for (const object of objects) {
    const value = isRecord(object) ? object[slot] : null;
    if (value === null || value === undefined) continue;
    if (shared.size > 0 && shared.has(value)) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    values.push(value);
  }
  return values;
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
