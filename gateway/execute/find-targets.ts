// The objects at a path of the data: those that a fetch of entities brings fields to.
import type { Path } from './fetched-data.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';

/**
 * @param isTree whether no object is at two places
 * @returns each object once
 */
export function findTargets(root: JsonObject, path: readonly string[], isTree: boolean): readonly JsonObject[] {
  let found: Iterable<unknown> = [root];
  for (const step of path) {
    const next: unknown[] = [];
    for (const value of found) {
      if (step !== '@') {
        if (isJsonObject(value)) next.push(readOwn(value, step));
      } else if (Array.isArray(value)) {
        for (const item of value) next.push(item);
      }
    }
    // At every step, because shared objects that lead to shared objects are reached along more and more ways.
    found = isTree ? next : new Set(next);
  }
  return [...found].filter(isJsonObject);
}

/** Shared objects can be at millions of places; a client that reads of the first of them has read enough. */
const maxPaths = 10_000;

/** Where each of the objects is. Asked only when something failed, so no path is built for a request that goes well. */
export function pathsOfTargets(root: JsonObject, path: readonly string[]): ReadonlyMap<JsonObject, readonly Path[]> {
  const paths = new Map<JsonObject, Path[]>();
  let left = maxPaths;
  const walk = (value: unknown, depth: number, reached: Path): void => {
    if (left === 0) return;
    const step = path[depth];
    if (step === undefined) {
      if (isJsonObject(value)) note(value, reached);
    } else if (step === '@') {
      if (Array.isArray(value)) value.forEach((item, index) => void walk(item, depth + 1, [...reached, index]));
    } else if (isJsonObject(value)) {
      walk(readOwn(value, step), depth + 1, [...reached, step]);
    }
  };
  const note = (object: JsonObject, reached: Path): void => {
    left--;
    const known = paths.get(object);
    if (known) known.push(reached);
    else paths.set(object, [reached]);
  };
  walk(root, 0, []);
  return paths;
}
