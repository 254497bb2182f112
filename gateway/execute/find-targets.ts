// The objects at a path of the data: those that a fetch of entities brings fields to.
import type { Path } from './fetched-data.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';

/** @returns each object once, although several places may share one */
export function findTargets(root: JsonObject, path: readonly string[]): readonly JsonObject[] {
  let found: unknown[] = [root];
  for (const step of path) {
    const next: unknown[] = [];
    for (const value of found) {
      if (step !== '@') {
        if (isJsonObject(value)) next.push(readOwn(value, step));
      } else if (Array.isArray(value)) {
        for (const item of value) next.push(item);
      }
    }
    found = next;
  }
  return [...new Set(found)].filter(isJsonObject);
}

/** Where each of the objects is. Asked only when something failed, so no path is built for a request that goes well. */
export function pathsOfTargets(root: JsonObject, path: readonly string[]): ReadonlyMap<JsonObject, readonly Path[]> {
  const paths = new Map<JsonObject, Path[]>();
  const walk = (value: unknown, depth: number, reached: Path): void => {
    const step = path[depth];
    if (step === undefined) {
      if (isJsonObject(value)) paths.set(value, [...(paths.get(value) ?? []), reached]);
    } else if (step === '@') {
      if (Array.isArray(value)) value.forEach((item, index) => void walk(item, depth + 1, [...reached, index]));
    } else if (isJsonObject(value)) {
      walk(readOwn(value, step), depth + 1, [...reached, step]);
    }
  };
  walk(root, 0, []);
  return paths;
}
