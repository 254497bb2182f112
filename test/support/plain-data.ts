// Between the records of an execution and plain objects, for tests to read and write.
import {
  DataList,
  type DataRecord,
  type DataValue,
  isRecord,
  typenameSlot,
} from '../../gateway/execute/data-record.ts';
import type { JsonBytes } from '../../gateway/execute/json-bytes.ts';
import { Layout } from '../../gateway/execute/layout.ts';

/** A value that is a leaf although it may be an object or a list. */
export class JsonLeaf {
  readonly text: string;

  constructor(value: unknown) {
    this.text = JSON.stringify(value);
  }
}

/** @returns the data with leaves parsed; names that nobody knows a value of are absent */
export function plainData(value: DataValue, layout: Layout | undefined, leaves: JsonBytes): unknown {
  if (value instanceof DataList) return value.items.map((item) => plainData(item, layout, leaves));
  if (typeof value === 'number') return JSON.parse(leaves.leafText(value));
  if (!isRecord(value)) return typeof value === 'string' ? JSON.parse(value) : value;
  const known = value.flatMap((each, slot) =>
    each === undefined ? [] : [[layout!.names[slot], plainData(each, layout!.below[slot], leaves)]],
  );
  return Object.fromEntries(known);
}

/** The layout that fits the data: made for them, as a plan's is made for its fetches. */
export function layoutOf(data: object, layout = new Layout()): Layout {
  for (const [name, value] of Object.entries(data)) {
    layout.addSlot(name);
    for (const object of objectsIn(value)) layoutOf(object, layout.addBelow(name));
  }
  return layout;
}

/** @param records receives the record or list that was made of each object or list */
export function recordOf(
  data: object,
  layout: Layout,
  leaves: JsonBytes,
  records = new Map<unknown, DataValue>(),
): DataRecord {
  const record = layout.newRecord();
  records.set(data, record);
  for (const [name, value] of Object.entries(data)) {
    const slot = layout.slotOf(name)!;
    record[slot] =
      slot === typenameSlot ? JSON.stringify(value) : recordedValue(value, layout.below[slot], leaves, records);
  }
  return record;
}

function recordedValue(
  value: unknown,
  layout: Layout | undefined,
  leaves: JsonBytes,
  records: Map<unknown, DataValue>,
): DataValue {
  const known = records.get(value);
  if (known !== undefined) return known;
  if (value === undefined || value === null) return value;
  if (value instanceof JsonLeaf) return leafOf(value.text, leaves);
  if (Array.isArray(value) && (layout || value.includes(undefined))) {
    const list = new DataList(value.map((item) => recordedValue(item, layout, leaves, records)));
    records.set(value, list);
    return list;
  }
  if (typeof value === 'object' && layout) return recordOf(value, layout, leaves, records);
  return leafOf(JSON.stringify(value), leaves);
}

function leafOf(text: string, leaves: JsonBytes): number {
  const start = leaves.length;
  leaves.text(`${text},`);
  return start;
}

function objectsIn(value: unknown): readonly object[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === 'object' && value !== null && !(value instanceof JsonLeaf) ? [value] : [];
}
