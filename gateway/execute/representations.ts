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
  const complete = new Map<string, JsonObject[]>();
  const incomplete = new Map<string, JsonObject[]>();
  const inputs = new Map<unknown, TypeInputs>();
  const missing: string[] = [];
  for (const object of objects) {
    const typename = readOwn(object, '__typename');
    let inputsOfType = inputs.get(typename);
    if (!inputsOfType) {
      inputsOfType = inputsFor(fetch, typename);
      inputs.set(typename, inputsOfType);
    }
    // Most objects of a long list are found here: they differ in one key, and another had the same.
    const { onlyKey, byKey } = inputsOfType;
    const key = onlyKey === null ? undefined : readOwn(object, onlyKey);
    const alike = byKey.get(key);
    if (alike) {
      alike.push(object);
      continue;
    }
    const text = writeRepresentation(inputsOfType, object, missing);
    if (missing.length > 0) {
      addTo(incomplete, missing.join(' '), object);
      missing.length = 0;
    } else if (text !== null) {
      const group = addTo(complete, text, object);
      if (typeof key === 'string' || typeof key === 'number') byKey.set(key, group);
    }
  }
  return {
    texts: [...complete.keys()],
    targets: [...complete.values()],
    incomplete: [...incomplete].map(([key, objects]) => ({ missing: key.split(' '), objects })),
  };
}

function addTo(groups: Map<string, JsonObject[]>, key: string, object: JsonObject): JsonObject[] {
  const group = groups.get(key) ?? [];
  if (group.length === 0) groups.set(key, group);
  group.push(object);
  return group;
}

/** What the representations of one type hold. */
interface TypeInputs {
  /** In order, each once. */
  readonly inputs: readonly Input[];
  /** Whether a subgraph could tell the type by them; if not, objects of this type are not meant. */
  readonly isTyped: boolean;
  /** The one input in which objects of this type differ; null when there are more, or it is no leaf. */
  readonly onlyKey: string | null;
  /** By the value of that input: the objects with the representation that it makes. */
  readonly byKey: Map<unknown, JsonObject[]>;
}

interface Input {
  readonly name: string;
  /** What stands before the value: punctuation and the name. */
  readonly before: string;
  /** As JSON, where every object of the type has the same. */
  readonly constant: string | null;
  readonly selections: readonly CompiledRequirement[] | null;
}

function inputsFor(fetch: CompiledFetch, typename: unknown): TypeInputs {
  const fields = new Map<string, RequiredField>();
  collectFields(fetch.requires, typename, fields);
  const inputs = [...fields.values()].map(({ name, sendAs, selections }, index) => ({
    name,
    before: `${index === 0 ? '{' : ','}${JSON.stringify(sendAs)}:`,
    constant: name === '__typename' && typeof typename === 'string' ? JSON.stringify(rewrite(fetch, typename)) : null,
    selections,
  }));
  const variable = inputs.filter(({ constant }) => constant === null);
  const onlyKey = variable.length === 1 && variable[0]!.selections === null ? variable[0]!.name : null;
  return { inputs, isTyped: typeof typename === 'string' && fields.has('__typename'), onlyKey, byKey: new Map() };
}

type RequiredField = Extract<CompiledRequirement, { kind: 'field' }>;

function collectFields(
  requirements: readonly CompiledRequirement[],
  typename: unknown,
  fields: Map<string, RequiredField>,
): void {
  for (const requirement of requirements) {
    if (requirement.kind === 'field') fields.set(requirement.sendAs, requirement);
    else if (!requirement.types || requirement.types.has(typename as string))
      collectFields(requirement.selections, typename, fields);
  }
}

function rewrite({ typenameRewrites }: CompiledFetch, typename: string): string {
  return typenameRewrites.findLast(({ types }) => types.has(typename))?.value ?? typename;
}

/**
 * @param missing receives the names of inputs that are unknown; the text then is not to be used
 * @returns null when no subgraph could tell the type
 */
function writeRepresentation({ inputs, isTyped }: TypeInputs, object: JsonObject, missing: string[]): string | null {
  let text = '';
  for (const { name, before, constant, selections } of inputs) {
    text += before;
    if (constant !== null) {
      text += constant;
      continue;
    }
    const value = readOwn(object, name);
    if (value === undefined) missing.push(name);
    else text += JSON.stringify(selections ? inputOf(value, selections, missing) : value);
  }
  return isTyped ? `${text}}` : null;
}

/** The part of an object or list that is required. */
function inputOf(value: unknown, selections: readonly CompiledRequirement[], missing: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => inputOf(item, selections, missing));
  if (!isJsonObject(value)) return value;
  const fields = new Map<string, RequiredField>();
  collectFields(selections, readOwn(value, '__typename'), fields);
  const part: JsonObject = {};
  for (const { name, sendAs, selections: below } of fields.values()) {
    const input = readOwn(value, name);
    if (input === undefined) missing.push(name);
    else part[sendAs] = below ? inputOf(input, below, missing) : input;
  }
  return part;
}
