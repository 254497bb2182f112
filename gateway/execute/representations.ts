// From the objects at hand to the representations that a subgraph resolves entities by; equal ones are sent once.
import type { CompiledFetch, CompiledRequirement } from './compile-plan.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';

export interface Representations {
  /** As JSON, distinct. */
  readonly texts: readonly string[];
  /** By representation: the objects that its entity is merged into. */
  readonly targets: readonly (readonly JsonObject[])[];
  /** Objects of a fitting type for which an input is unknown: they are not asked for rather than half filled. */
  readonly incomplete: readonly JsonObject[];
}

export function buildRepresentations(fetch: CompiledFetch, objects: readonly JsonObject[]): Representations {
  const byText = new Map<string, JsonObject[]>();
  const incomplete: JsonObject[] = [];
  for (const object of objects) {
    const representation = represent(fetch, object);
    if (representation === 'incomplete') {
      incomplete.push(object);
    } else if (representation !== 'other type') {
      const text = JSON.stringify(representation);
      const same = byText.get(text);
      if (same) same.push(object);
      else byText.set(text, [object]);
    }
  }
  return { texts: [...byText.keys()], targets: [...byText.values()], incomplete };
}

function represent(
  { requires, typenameRewrites }: CompiledFetch,
  object: JsonObject,
): JsonObject | 'incomplete' | 'other type' {
  const representation: JsonObject = {};
  if (!fill(representation, requires, object)) return 'incomplete';
  const typename = representation.__typename;
  if (typeof typename !== 'string') return 'other type';
  for (const { types, value } of typenameRewrites) {
    if (types.has(typename)) representation.__typename = value;
  }
  return representation;
}

/** @returns whether every input was known */
function fill(representation: JsonObject, requirements: readonly CompiledRequirement[], object: JsonObject): boolean {
  for (const requirement of requirements) {
    if (requirement.kind === 'fragment') {
      const { types, selections } = requirement;
      if (types && !types.has(readOwn(object, '__typename') as string)) continue;
      if (!fill(representation, selections, object)) return false;
    } else {
      const value = inputOf(readOwn(object, requirement.name), requirement.selections);
      if (value === undefined) return false;
      representation[requirement.sendAs] = value;
    }
  }
  return true;
}

/** @returns undefined when some part is unknown */
function inputOf(value: unknown, selections: readonly CompiledRequirement[] | null): unknown {
  if (value === undefined || value === null || selections === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => inputOf(item, selections));
    return items.includes(undefined) ? undefined : items;
  }
  if (!isJsonObject(value)) return undefined;
  const part: JsonObject = {};
  return fill(part, selections, value) ? part : undefined;
}
