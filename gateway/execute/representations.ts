// From the objects at hand to the representations that a subgraph resolves entities by; equal ones are sent once.
import type { CompiledFetch, CompiledRequirement } from './compile-plan.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';

export interface Representations {
  /** As JSON, distinct. */
  readonly texts: readonly string[];
  /** By representation: the objects that its entity is merged into. */
  readonly targets: readonly (readonly JsonObject[])[];
  /** Objects of a fitting type of which some inputs are unknown: they are not sent half filled. */
  readonly incomplete: readonly Incomplete[];
}

export interface Incomplete {
  /** Private names of the unknown inputs. */
  readonly missing: readonly string[];
  readonly objects: readonly JsonObject[];
}

export function buildRepresentations(fetch: CompiledFetch, objects: readonly JsonObject[]): Representations {
  const complete = createGroups<JsonObject>();
  const incomplete = createGroups<JsonObject>();
  for (const object of objects) {
    const representation: JsonObject = {};
    const missing: string[] = [];
    fill(representation, fetch.requires, object, missing);
    if (missing.length > 0) {
      incomplete.add(missing.join(' '), object);
    } else if (typeof representation.__typename === 'string') {
      rewriteTypename(fetch, representation, representation.__typename);
      complete.add(JSON.stringify(representation), object);
    }
  }
  return {
    texts: complete.keys(),
    targets: complete.values(),
    incomplete: incomplete
      .keys()
      .map((key, index) => ({ missing: key.split(' '), objects: incomplete.values()[index]! })),
  };
}

function rewriteTypename({ typenameRewrites }: CompiledFetch, representation: JsonObject, typename: string): void {
  for (const { types, value } of typenameRewrites) {
    if (types.has(typename)) representation.__typename = value;
  }
}

function createGroups<Item>() {
  const groups = new Map<string, Item[]>();
  return {
    add(key: string, item: Item): void {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    },
    keys: () => [...groups.keys()],
    values: () => [...groups.values()],
  };
}

/** @param missing receives the names of inputs that are unknown */
function fill(
  representation: JsonObject,
  requirements: readonly CompiledRequirement[],
  object: JsonObject,
  missing: string[],
): void {
  for (const requirement of requirements) {
    if (requirement.kind === 'fragment') {
      const { types, selections } = requirement;
      if (!types || types.has(readOwn(object, '__typename') as string))
        fill(representation, selections, object, missing);
    } else {
      const value = readOwn(object, requirement.name);
      if (value === undefined) missing.push(requirement.name);
      else
        representation[requirement.sendAs] = requirement.selections
          ? inputOf(value, requirement.selections, missing)
          : value;
    }
  }
}

function inputOf(value: unknown, selections: readonly CompiledRequirement[], missing: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => inputOf(item, selections, missing));
  if (!isJsonObject(value)) return value;
  const part: JsonObject = {};
  fill(part, selections, value, missing);
  return part;
}
