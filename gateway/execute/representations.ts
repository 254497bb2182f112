// From the objects at hand to the representations that a subgraph resolves entities by; equal ones are sent once.
import type { CompiledFetch, CompiledInput, CompiledRequirement } from './compile-plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from './data-record.ts';

export interface Representations {
  /** As JSON, distinct. */
  readonly texts: readonly string[];
  /** By representation: the objects that its entity is merged into. */
  readonly targets: readonly (readonly DataRecord[])[];
  /** Objects of a fitting type of which some inputs are unknown: they are not sent half filled. */
  readonly incomplete: readonly Incomplete[];
}

export interface Incomplete {
  /** Private names of the unknown inputs. */
  readonly missing: readonly string[];
  readonly objects: readonly DataRecord[];
}

export function buildRepresentations(fetch: CompiledFetch, objects: readonly DataRecord[]): Representations {
  const complete = new Map<string, DataRecord[]>();
  const incomplete = new Map<string, DataRecord[]>();
  const inputs = new Map<DataValue, TypeInputs>();
  const missing: string[] = [];
  for (const object of objects) {
    const typename = typenameOf(object);
    let inputsOfType = inputs.get(typename);
    if (!inputsOfType) {
      inputsOfType = inputsFor(fetch, typename);
      inputs.set(typename, inputsOfType);
    }
    // Most objects of a long list are found here: they differ in one key, and another had the same.
    const { onlyKey, byKey } = inputsOfType;
    const key = onlyKey < 0 ? undefined : object[onlyKey];
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
      if (typeof key === 'string') byKey.set(key, group);
    }
  }
  return {
    texts: [...complete.keys()],
    targets: [...complete.values()],
    incomplete: [...incomplete].map(([key, objects]) => ({ missing: key.split(' '), objects })),
  };
}

function addTo(groups: Map<string, DataRecord[]>, key: string, object: DataRecord): DataRecord[] {
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
  /** The slot of the one input in which objects of this type differ; -1 when there are more, or it is no leaf. */
  readonly onlyKey: number;
  /** By the value of that input: the objects with the representation that it makes. */
  readonly byKey: Map<DataValue, DataRecord[]>;
}

interface Input extends Pick<CompiledInput, 'name' | 'slot' | 'selections'> {
  /** What stands before the value: punctuation and the name. */
  readonly before: string;
  /** As JSON, where every object of the type has the same. */
  readonly constant: string | null;
}

function inputsFor(fetch: CompiledFetch, typename: DataValue): TypeInputs {
  const fields = new Map<string, CompiledInput>();
  collectInputs(fetch.requires, typename, fields);
  const inputs = [...fields.values()].map(
    ({ name, slot, sendAs, selections }, index): Input => ({
      name,
      slot,
      before: `${index === 0 ? '{' : ','}${JSON.stringify(sendAs)}:`,
      constant: name === '__typename' && typeof typename === 'string' ? rewrite(fetch, typename) : null,
      selections,
    }),
  );
  const [only, ...others] = inputs.filter(({ constant }) => constant === null);
  const onlyKey = only && others.length === 0 && only.selections === null ? (only.slot ?? -1) : -1;
  return { inputs, isTyped: typeof typename === 'string' && fields.has('__typename'), onlyKey, byKey: new Map() };
}

function collectInputs(
  requirements: readonly CompiledRequirement[],
  typename: DataValue,
  inputs: Map<string, CompiledInput>,
): void {
  for (const requirement of requirements) {
    if (requirement.kind === 'field') inputs.set(requirement.sendAs, requirement);
    else if (!requirement.types || requirement.types.has(typename as string))
      collectInputs(requirement.selections, typename, inputs);
  }
}

/** @param typename in quotes */
function rewrite({ typenameRewrites }: CompiledFetch, typename: string): string {
  return typenameRewrites.findLast(({ types }) => types.has(typename))?.value ?? typename;
}

/**
 * @param missing receives the names of inputs that are unknown; the text then is not to be used
 * @returns null when no subgraph could tell the type
 */
function writeRepresentation({ inputs, isTyped }: TypeInputs, object: DataRecord, missing: string[]): string | null {
  let text = '';
  for (const input of inputs) text += input.before + (input.constant ?? writeInput(input, object, missing));
  return isTyped ? `${text}}` : null;
}

function writeInput(
  { name, slot, selections }: Pick<CompiledInput, 'name' | 'slot' | 'selections'>,
  object: DataRecord,
  missing: string[],
): string {
  const value = slot === undefined ? undefined : object[slot];
  if (value !== undefined) return writeValue(value, selections ?? [], missing);
  missing.push(name);
  return '';
}

/** The part of a value that is required. */
function writeValue(value: DataValue, selections: readonly CompiledRequirement[], missing: string[]): string {
  if (value instanceof DataList) return `[${value.items.map((item) => writeValue(item, selections, missing)).join()}]`;
  if (!isRecord(value)) return value ?? 'null';
  const inputs = new Map<string, CompiledInput>();
  collectInputs(selections, typenameOf(value), inputs);
  const members = [...inputs].map(
    ([sendAs, input]) => `${JSON.stringify(sendAs)}:${writeInput(input, value, missing)}`,
  );
  return `{${members.join()}}`;
}
