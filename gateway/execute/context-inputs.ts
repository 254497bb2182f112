// Arguments that are read from the data around an entity (@fromContext): which of the objects that a fetch completes are given
// the same values, because only those can be asked about together.
import type { ContextInput } from '../plan/plan.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from './data-record.ts';
import type { JsonBytes } from './json-bytes.ts';
import type { Layout } from './layout.ts';

export interface CompiledContext {
  /** As {@link ContextInput.variable}. */
  readonly variable: string;
  readonly sources: readonly CompiledSource[];
}

interface CompiledSource {
  /** How many steps of the place lead to the ancestor. */
  readonly depth: number;
  /** In quotes; null means all. */
  readonly types: ReadonlySet<string> | null;
  /** From the ancestor down to the value; undefined where no fetch brings it. */
  readonly slots: readonly (number | undefined)[];
}

/** Objects for which all variables have the same values. */
export interface ContextGroup {
  /** As JSON, by context input; undefined where nobody knows. */
  readonly values: readonly (string | undefined)[];
  readonly targets: readonly DataRecord[];
}

export function compileContext(
  inputs: readonly ContextInput[],
  path: readonly string[],
  root: Layout,
): readonly CompiledContext[] {
  return inputs.map(({ variable, sources }) => ({
    variable,
    sources: sources.map(({ levelsUp, types, path: down }) => {
      const depth = depthOf(path, levelsUp);
      return {
        depth,
        types: types && new Set(types.map((name) => JSON.stringify(name))),
        slots: slotsOf(layoutAt(root, path.slice(0, depth)), down),
      };
    }),
  }));
}

/** What is around an object below such an ancestor tells it from another, so these may not become one. */
export function keepContextApart(inputs: readonly ContextInput[], path: readonly string[], root: Layout): void {
  const depths = inputs.flatMap(({ sources }) => sources.map(({ levelsUp }) => depthOf(path, levelsUp)));
  let layout = root;
  path.forEach((step, index) => {
    if (step === '@') return;
    layout = layout.addBelow(step);
    if (index >= Math.min(...depths)) layout.isApart = true;
  });
}

function depthOf(path: readonly string[], levelsUp: number): number {
  const fields = path.flatMap((step, index) => (step === '@' ? [] : [index]));
  return levelsUp === 0 ? path.length : fields[fields.length - levelsUp]!;
}

function layoutAt(root: Layout, path: readonly string[]): Layout | undefined {
  return path
    .filter((step) => step !== '@')
    .reduce<Layout | undefined>((layout, step) => layout?.below[layout.slotOf(step) ?? -1], root);
}

function slotsOf(ancestor: Layout | undefined, down: readonly string[]): readonly (number | undefined)[] {
  let layout = ancestor;
  return down.map((name) => {
    const slot = layout?.slotOf(name);
    layout = slot === undefined ? undefined : layout?.below[slot];
    return slot;
  });
}

/** The place of the highest ancestor. */
export function contextPlace(path: readonly string[], inputs: readonly CompiledContext[]): readonly string[] {
  return path.slice(0, Math.min(...inputs.flatMap(({ sources }) => sources.map(({ depth }) => depth))));
}

interface Group {
  readonly values: ContextGroup['values'];
  readonly found: Set<DataValue>;
}

/** @param slots of the place where the objects are; -1 means each element of a list */
export function groupByContext(
  { data, leaves }: { readonly data: DataRecord; readonly leaves: JsonBytes },
  slots: readonly number[],
  inputs: readonly CompiledContext[],
): readonly ContextGroup[] {
  let groups: readonly Group[] = [{ values: inputs.map(() => undefined), found: new Set([data]) }];
  for (let depth = 0; depth <= slots.length; depth++) {
    if (inputs.some(({ sources }) => sources.some((source) => source.depth === depth)))
      groups = regroup(groups, inputs, depth, leaves);
    if (depth < slots.length) groups = groups.map((group) => ({ ...group, found: step(group.found, slots[depth]!) }));
  }
  return groups
    .map(({ values, found }) => ({ values, targets: [...found].filter(isRecord) }))
    .filter(({ targets }) => targets.length > 0);
}

function step(found: ReadonlySet<DataValue>, slot: number): Set<DataValue> {
  const next = new Set<DataValue>();
  for (const value of found) {
    if (slot >= 0) {
      if (isRecord(value)) next.add(value[slot]);
    } else if (value instanceof DataList) {
      for (const item of value.items) next.add(item);
    }
  }
  return next;
}

/** By the values that the objects at this depth hold, where they are the ancestors. */
function regroup(
  groups: readonly Group[],
  inputs: readonly CompiledContext[],
  depth: number,
  leaves: JsonBytes,
): readonly Group[] {
  const regrouped = new Map<string, Group>();
  for (const { values, found } of groups) {
    for (const record of [...found].filter(isRecord)) {
      const own = inputs.map(({ sources }, index) => {
        const source = sources.find((one) => one.depth === depth && applies(one, record));
        return source ? textOf(record, source.slots, leaves) : values[index];
      });
      const key = JSON.stringify(own.map((value) => value ?? null));
      const group = regrouped.get(key) ?? { values: own, found: new Set() };
      regrouped.set(key, group);
      group.found.add(record);
    }
  }
  return [...regrouped.values()];
}

const applies = ({ types }: CompiledSource, record: DataRecord): boolean =>
  types === null || types.has(typenameOf(record) as string);

/** @returns undefined when a part of it is unknown */
function textOf(value: DataValue, slots: readonly (number | undefined)[], leaves: JsonBytes): string | undefined {
  if (value instanceof DataList) {
    const items = value.items.map((item) => textOf(item, slots, leaves));
    return items.includes(undefined) ? undefined : `[${items.join()}]`;
  }
  if (typeof value === 'number') return leaves.leafText(value);
  if (!isRecord(value)) return value === null ? 'null' : value;
  const [slot, ...below] = slots;
  return slot === undefined ? undefined : textOf(value[slot], below, leaves);
}
