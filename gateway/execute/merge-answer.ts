// Merges an accepted answer into the data so far.
import type { AnswerShape } from './compile-plan.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';

/** @param interfaceObjects names that stand for a type not known yet, so a concrete name replaces them */
export function mergeAnswer(
  target: JsonObject,
  answer: JsonObject,
  shape: AnswerShape,
  interfaceObjects: ReadonlySet<string>,
): void {
  for (const { keepAs, shape: below } of shape.values()) {
    const value = readOwn(answer, keepAs);
    if (value === undefined) continue;
    const existing = readOwn(target, keepAs);
    if (
      existing === undefined ||
      existing === null ||
      (keepAs === '__typename' && interfaceObjects.has(existing as string))
    ) {
      target[keepAs] = value;
    } else if (below) {
      mergeBelow(existing, value, below, interfaceObjects);
    }
  }
}

/** Lists of one field from two subgraphs have the same items in the same order. */
function mergeBelow(
  existing: unknown,
  value: unknown,
  shape: AnswerShape,
  interfaceObjects: ReadonlySet<string>,
): void {
  if (isJsonObject(existing) && isJsonObject(value)) mergeAnswer(existing, value, shape, interfaceObjects);
  if (!Array.isArray(existing) || !Array.isArray(value)) return;
  for (let index = 0; index < Math.min(existing.length, value.length); index++) {
    if (existing[index] === null || existing[index] === undefined) existing[index] = value[index];
    else mergeBelow(existing[index], value[index], shape, interfaceObjects);
  }
}

export function cloneJson<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(cloneJson) as Value;
  if (!isJsonObject(value)) return value;
  const clone: JsonObject = {};
  for (const key of Object.keys(value)) clone[key] = cloneJson(value[key]);
  return clone as Value;
}
