// From the objects at hand to the representations that a subgraph resolves entities by; equal ones are sent once.
import type { CompiledFetch, CompiledInput, CompiledRequirement } from './compile-plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from './data-record.ts';
import { DistinctObjects } from './distinct-objects.ts';
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

const usualBytes = 1_024;

/** @param leaves the bytes that the objects' leaves are in */
export function buildRepresentations(
  fetch: CompiledFetch,
  objects: readonly DataRecord[],
  leaves: JsonBytes,
): Representations {
  const writer: Writer = { out: new JsonBytes(usualBytes), leaves, missing: [] };
  const targets: DataRecord[][] = [];
  const incomplete = new Map<string, DataRecord[]>();
  const types = new Map<string | null | undefined, Grouping>();
  for (const object of objects) {
    const typename = typenameOf(object);
    let ofType = types.get(typename);
    if (!ofType) {
      ofType = groupingFor(inputsFor(fetch, typename), writer, objects.length, fetch.fetch.answeredByType);
      types.set(typename, ofType);
    }
    const number = ofType.number(object);
    if (number >= 0) {
      addTarget(ofType.targets, number, object, targets);
    } else if (writer.missing.length > 0) {
      addIncomplete(incomplete, writer.missing.join(' '), object);
      writer.missing.length = 0;
    }
  }
  return {
    json: writer.out.slice(0),
    targets,
    incomplete: [...incomplete].map(([key, objects]) => ({ missing: key.split(' '), objects })),
  };
}

/** @param targets of one type, by number */
function addTarget(targets: DataRecord[][], number: number, object: DataRecord, ofAllTypes: DataRecord[][]): void {
  const alike = targets[number];
  if (alike) {
    alike.push(object);
    return;
  }
  const first = [object];
  targets.push(first);
  ofAllTypes.push(first);
}

function addIncomplete(incomplete: Map<string, DataRecord[]>, missing: string, object: DataRecord): void {
  const group = incomplete.get(missing);
  if (group) group.push(object);
  else incomplete.set(missing, [object]);
}

/** The objects of one type, by representation. */
interface Grouping {
  /**
   * Numbers the representations of the type as they come, and writes each the first time.
   * @returns -1 for an object that is not to be asked about; what is missing of it, if anything, is in the writer
   */
  readonly number: (object: DataRecord) => number;
  /** By number. */
  readonly targets: DataRecord[][];
}

function groupingFor(type: TypeInputs, writer: Writer, most: number, isOneForAll = false): Grouping {
  const slots = type.inputs.flatMap(({ slot, selections }) =>
    selections === null && slot !== undefined ? [slot] : [],
  );
  const number =
    slots.length === type.inputs.length
      ? numberByLeaves(type, writer, isOneForAll ? [] : slots, most)
      : numberByText(type, writer, most);
  return { number, targets: [] };
}

/**
 * Most representations hold nothing but leaves; then nothing is written of an object that has the same as another.
 * @param slots of the leaves that make a difference
 */
function numberByLeaves(
  type: TypeInputs,
  writer: Writer,
  slots: readonly number[],
  most: number,
): (object: DataRecord) => number {
  const distinct = new DistinctObjects(writer.leaves, slots, most);
  let written = 0;
  return (object) => {
    for (const { name, slot } of type.inputs) if (object[slot!] === undefined) writer.missing.push(name);
    if (writer.missing.length > 0 || !type.isTyped) return -1;
    const number = distinct.number(object);
    if (number === written) {
      written++;
      writeRepresentation(writer, type, object);
    }
    return number;
  };
}

function numberByText(type: TypeInputs, writer: Writer, most: number): (object: DataRecord) => number {
  const { out, missing } = writer;
  const distinct = new DistinctRanges(out, most);
  let written = 0;
  return (object) => {
    const { length } = out;
    const start = writeRepresentation(writer, type, object);
    const number = missing.length > 0 || !type.isTyped ? -1 : distinct.number(start, out.length);
    if (number === written) written++;
    else out.length = length;
    return number;
  };
}

interface Writer {
  readonly out: JsonBytes;
  readonly leaves: JsonBytes;
  /** Receives the names of inputs that are unknown; what is written then is not to be used. */
  readonly missing: string[];
}

/** What the representations of one type hold. */
interface TypeInputs {
  /** In order, each once. */
  readonly inputs: readonly Input[];
  /** What stands after the last. */
  readonly after: Uint8Array;
  /** Whether a subgraph could tell the type by them; if not, objects of this type are not meant. */
  readonly isTyped: boolean;
}

interface Input extends Pick<CompiledInput, 'name' | 'slot' | 'selections'> {
  /** What stands before the value: punctuation, the name, and what every object of the type has alike. */
  readonly before: Uint8Array;
}

function inputsFor(fetch: CompiledFetch, typename: string | null | undefined): TypeInputs {
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

/** @returns where it begins */
function writeRepresentation(writer: Writer, { inputs, after }: TypeInputs, object: DataRecord): number {
  const { out } = writer;
  if (out.length > 0) out.byte(comma);
  const start = out.length;
  for (const input of inputs) {
    out.raw(input.before);
    writeInput(writer, input, object);
  }
  out.raw(after);
  return start;
}

function writeInput(
  writer: Writer,
  { name, slot, selections }: Pick<CompiledInput, 'name' | 'slot' | 'selections'>,
  object: DataRecord,
): void {
  const value = slot === undefined ? undefined : object[slot];
  if (value === undefined) writer.missing.push(name);
  else writeValue(writer, value, selections ?? nothingBelow);
}

const nothingBelow: readonly CompiledRequirement[] = [];

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
