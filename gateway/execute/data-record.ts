// The data of an execution as the stages after it find them: objects as arrays in the order of their layout, leaves as the
// text in which they came. Nobody parses a leaf that nobody looks at.

/**
 * Undefined: nobody knows the value, and some failure tells why. Null: an answer. A string: a leaf as JSON text in its
 * canonical form, so that equal strings and integers have equal texts; a list of leaves is one text as well.
 */
export type DataValue = undefined | null | string | DataRecord | DataList;

/** An object; see {@link Layout} for what is where. */
export type DataRecord = DataValue[];

/** A list of objects or of lists; of leaves only where a failure explains one of them. */
export class DataList {
  readonly items: DataValue[];

  constructor(items: DataValue[]) {
    this.items = items;
  }
}

export function isRecord(value: DataValue): value is DataRecord {
  return Array.isArray(value);
}

export const typenameOf = (record: DataRecord): DataValue => record[0];
