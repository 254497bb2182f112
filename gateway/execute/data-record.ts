// The data of an execution as the stages after it find them: objects as arrays in the order of their layout, leaves as places
// in the bytes that came. Nobody parses a leaf that nobody looks at, and ten thousand of them are no work for the collector.

/**
 * Undefined: nobody knows the value, and some failure tells why. Null: an answer. A number: where a leaf begins in the bytes of
 * the execution, as canonical JSON, so that equal strings and integers have equal bytes; a list of leaves is one leaf as well.
 * A string: only in the first slot of an object, the name of its type in quotes.
 */
export type DataValue = undefined | null | number | string | DataRecord | DataList;

/** An object; see {@link Layout} for what is where. */
export type DataRecord = DataValue[];

/** A list of objects or of lists; of leaves only where a failure explains one of them. */
export class DataList {
  readonly items: DataValue[];

  constructor(items: DataValue[]) {
    this.items = items;
  }
}

export const typenameSlot = 0;

export function isRecord(value: DataValue): value is DataRecord {
  return Array.isArray(value);
}

/** In quotes; undefined when no subgraph told it. */
export function typenameOf(record: DataRecord): string | null | undefined {
  return record[typenameSlot] as string | null | undefined;
}
