// What an answer really cost: the same prices, by the objects and values that are in it.
import { isJsonObject } from '../../kit/json-object.ts';
import { type Results, resultOf } from './formula.ts';
import type { WeighedField, WeighedOperation, WeighedSelection, WeighedType } from './weighed-operation.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** @param data of the answer, as the client reads it */
export function countAnswer({ weight, root }: WeighedOperation, data: unknown, results: Results): number {
  return weight + (isJsonObject(data) ? countObject(data, root, 0, results) : 0);
}

function countField(field: WeighedField, holder: JsonObject, results: Results): number {
  const values = countValue(holder[field.responseName], field, results);
  return Math.max(0, values + resultOf(field.args, results));
}

/** Null is no object and no value: nobody had to make it. */
function countValue(value: unknown, field: WeighedField, results: Results): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce<number>((total, item) => total + countValue(item, field, results), 0);
  if (!field.selection) return field.weight ?? 0;
  return isJsonObject(value) ? countObject(value, field.selection, field.weight, results) : 0;
}

function countObject(
  object: JsonObject,
  selection: WeighedSelection,
  fieldWeight: number | null,
  results: Results,
): number {
  const type = typeOf(object, selection);
  if (!type) return 0;
  let total = fieldWeight ?? type.weight;
  for (const field of type.fields) total += countField(field, object, results);
  return total;
}

/** By `__typename` if it was asked, or by the names in the object; of types that look alike, the dearest. */
function typeOf(object: JsonObject, { types }: WeighedSelection): WeighedType | undefined {
  if (types.length === 1) return types[0];
  const names = Object.keys(object).join();
  return types.find(
    ({ name, typenameAs, responseNames }) =>
      responseNames === names && (typenameAs === null || object[typenameAs] === name),
  );
}
