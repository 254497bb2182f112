// Merges an answer into the data so far.
import type { AnswerShape } from './answer-shape.ts';
import { DataList, type DataRecord, type DataValue, isRecord } from './data-record.ts';

/** @param interfaceObjects names, in quotes, that stand for a type not known yet, so a concrete name replaces them */
export function mergeAnswer(
  target: DataRecord,
  answer: DataRecord,
  { fields }: AnswerShape,
  interfaceObjects: ReadonlySet<string>,
): void {
  for (const { slot, below } of fields) {
    const value = answer[slot];
    if (value === undefined) continue;
    const existing = target[slot];
    if (
      existing === undefined ||
      existing === null ||
      (slot === 0 && interfaceObjects.size > 0 && interfaceObjects.has(existing as string))
    ) {
      target[slot] = value;
    } else if (below) {
      mergeBelow(existing, value, below, interfaceObjects);
    }
  }
}

/** @returns the two values of one field as one: what both have is the same, and each may have more below */
export function joinValues(one: DataValue, other: DataValue, below: AnswerShape | null): DataValue {
  if (one === undefined || one === null) return other ?? one;
  if (below) mergeBelow(one, other, below, noInterfaceObjects);
  return one;
}

const noInterfaceObjects: ReadonlySet<string> = new Set();

/** Lists of one field from two subgraphs have the same items in the same order. */
function mergeBelow(
  existing: DataValue,
  value: DataValue,
  shape: AnswerShape,
  interfaceObjects: ReadonlySet<string>,
): void {
  if (isRecord(existing) && isRecord(value)) mergeAnswer(existing, value, shape, interfaceObjects);
  if (!(existing instanceof DataList && value instanceof DataList)) return;
  const { items } = existing;
  for (let index = 0; index < Math.min(items.length, value.items.length); index++) {
    if (items[index] === null || items[index] === undefined) items[index] = value.items[index];
    else mergeBelow(items[index], value.items[index], shape, interfaceObjects);
  }
}

export function cloneValue<Value extends DataValue>(value: Value): Value {
  if (isRecord(value)) return value.map(cloneValue) as Value;
  return value instanceof DataList ? (new DataList(value.items.map(cloneValue)) as Value) : value;
}
