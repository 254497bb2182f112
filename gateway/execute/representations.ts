// From the objects at hand to the representations that a subgraph resolves entities by; equal ones are sent once.
import type { CompiledFetch, CompiledInput, CompiledRequirement } from './compile-plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from './data-record.ts';
import { DistinctRanges } from './distinct-ranges.ts';
import { closeBrace, closeBracket, comma, JsonBytes, openBrace, openBracket } from './json-bytes.ts';

export interface Representations {
  /** Distinct, as JSON with commas between; empty when there are none. */
  readonly json: string;
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

/** What most representations take at most. */
const usualBytes = 64;

/** @param leaves the bytes that the objects' leaves are in */
export function buildRepresentations(
  fetch: CompiledFetch,
  objects: readonly DataRecord[],
  leaves: JsonBytes,
): Representations {
  const writer: Writer = { out: new JsonBytes(objects.length * usualBytes), leaves, missing: [] };
  const { out, missing } = writer;
  const targets: DataRecord[][] = [];
  const incomplete = new Map<string, DataRecord[]>();
  const inputs = new Map<string | null | undefined, TypeInputs>();
  for (const object of objects) {
    const typename = typenameOf(object);
    let inputsOfType = inputs.get(typename);
    if (!inputsOfType) {
      inputsOfType = inputsFor(fetch, typename, new DistinctRanges(out, objects.length));
      inputs.set(typename, inputsOfType);
    }
    const { length } = out;
    if (length > 0) out.byte(comma);
    const start = out.length;
    writeRepresentation(writer, inputsOfType, object);
    if (missing.length > 0) {
      addTo(incomplete, missing.join(' '), object);
      missing.length = 0;
      out.length = length;
    } else if (!inputsOfType.isTyped) {
      out.length = length;
    } else {
      const { distinct, constantBytes, targetsByNumber } = inputsOfType;
      const number = distinct.number(start + constantBytes, out.length);
      const alike = targetsByNumber[number];
      if (alike) {
        alike.push(object);
        out.length = length;
      } else {
        targetsByNumber.push([object]);
        targets.push(targetsByNumber[number]!);
      }
    }
  }
  return {
    json: out.slice(0),
    targets,
    incomplete: [...incomplete].map(([key, objects]) => ({ missing: key.split(' '), objects })),
  };
}

interface Writer {
  readonly out: JsonBytes;
  readonly leaves: JsonBytes;
  /** Receives the names of inputs that are unknown; what is written then is not to be used. */
  readonly missing: string[];
}

function addTo(groups: Map<string, DataRecord[]>, key: string, object: DataRecord): void {
  const group = groups.get(key);
  if (group) group.push(object);
  else groups.set(key, [object]);
}

/** What the representations of one type hold. */
interface TypeInputs {
  /** In order, each once. */
  readonly inputs: readonly Input[];
  /** What stands after the last. */
  readonly after: Uint8Array;
  /** Whether a subgraph could tell the type by them; if not, objects of this type are not meant. */
  readonly isTyped: boolean;
  /** How many bytes all representations of the type begin with alike. */
  readonly constantBytes: number;
  /** Those written already, without these bytes. */
  readonly distinct: DistinctRanges;
  /** By number in `distinct`: the objects with this representation. */
  readonly targetsByNumber: DataRecord[][];
}

interface Input extends Pick<CompiledInput, 'name' | 'slot' | 'selections'> {
  /** What stands before the value: punctuation, the name, and what every object of the type has alike. */
  readonly before: Uint8Array;
}

function inputsFor(fetch: CompiledFetch, typename: string | null | undefined, distinct: DistinctRanges): TypeInputs {
  const fields = inputsOf(fetch.requires, typename);
  const inputs: Input[] = [];
  let before = '{';
  for (const { name, slot, sendAs, selections } of fields.values()) {
    before += `${before.endsWith('{') && inputs.length === 0 ? '' : ','}${JSON.stringify(sendAs)}:`;
    if (name === '__typename' && typename) {
      before += rewrite(fetch, typename);
    } else {
      inputs.push({ name, slot, selections, before: Buffer.from(before) });
      before = '';
    }
  }
  return {
    inputs,
    after: Buffer.from(`${before}}`),
    isTyped: Boolean(typename) && fields.has('__typename'),
    constantBytes: inputs[0]?.before.length ?? 0,
    distinct,
    targetsByNumber: [],
  };
}

/** Those of one type, by the name under which they are sent. */
function inputsOf(
  requirements: readonly CompiledRequirement[],
  typename: string | null | undefined,
  inputs = new Map<string, CompiledInput>(),
): ReadonlyMap<string, CompiledInput> {
  for (const requirement of requirements) {
    if (requirement.kind === 'field') inputs.set(requirement.sendAs, requirement);
    else if (!requirement.types || requirement.types.has(typename ?? ''))
      inputsOf(requirement.selections, typename, inputs);
  }
  return inputs;
}

/** @param typename in quotes */
function rewrite({ typenameRewrites }: CompiledFetch, typename: string): string {
  return typenameRewrites.findLast(({ types }) => types.has(typename))?.value ?? typename;
}

function writeRepresentation(writer: Writer, { inputs, after }: TypeInputs, object: DataRecord): void {
  for (const input of inputs) {
    writer.out.raw(input.before);
    writeInput(writer, input, object);
  }
  writer.out.raw(after);
}

function writeInput(
  writer: Writer,
  { name, slot, selections }: Pick<CompiledInput, 'name' | 'slot' | 'selections'>,
  object: DataRecord,
): void {
  const value = slot === undefined ? undefined : object[slot];
  if (value === undefined) writer.missing.push(name);
  else writeValue(writer, value, selections ?? []);
}

/** The part of a value that is required. */
function writeValue(writer: Writer, value: DataValue, selections: readonly CompiledRequirement[]): void {
  const { out, leaves } = writer;
  if (typeof value === 'number') out.leaf(leaves, value);
  else if (value instanceof DataList) writeList(writer, value, selections);
  else if (isRecord(value)) writeObject(writer, value, selections);
  else out.text(value ?? 'null');
}

function writeList(writer: Writer, { items }: DataList, selections: readonly CompiledRequirement[]): void {
  writer.out.byte(openBracket);
  items.forEach((item, index) => {
    if (index > 0) writer.out.byte(comma);
    writeValue(writer, item, selections);
  });
  writer.out.byte(closeBracket);
}

function writeObject(writer: Writer, object: DataRecord, selections: readonly CompiledRequirement[]): void {
  let punctuation = openBrace;
  for (const [sendAs, input] of inputsOf(selections, typenameOf(object))) {
    writer.out.byte(punctuation);
    writer.out.text(`${JSON.stringify(sendAs)}:`);
    writeInput(writer, input, object);
    punctuation = comma;
  }
  if (punctuation === openBrace) writer.out.byte(openBrace);
  writer.out.byte(closeBrace);
}
