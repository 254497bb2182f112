// Which coordinate is open to whom by which layer, for the whole schema; and the same as a table of personas, the file that a
// reviewer of a policy change reads.
import type { Caller } from '../kit/caller.ts';
import type { Classification } from '../schema/artefact.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { CompiledPolicy, Door } from './compiled-policy.ts';
import { createDecisions, type Decision } from './decisions.ts';

export interface CoverageEntry {
  readonly coordinate: Coordinate;
  readonly classification: Classification | undefined;
  /** Every rule that must allow, as `layer rule`; empty where everyone may read. */
  readonly rules: readonly string[];
  /** Name of the mask, and who sees past it. */
  readonly mask: string | null;
}

export function coverageOf({ coordinates }: CompiledPolicy): CoverageEntry[] {
  return coordinates.map(({ coordinate, classification, door: { conjuncts, mask } }) => ({
    coordinate,
    classification,
    rules: conjuncts.map(({ layer, name }) => `${layer} ${name}`),
    mask: mask === null ? null : `${mask.mask.name} unless ${mask.name}`,
  }));
}

/** Closed to everyone until a contract speaks of them. */
export function unclassifiedOf({ coordinates }: CompiledPolicy): Coordinate[] {
  return coordinates.filter(({ classification }) => classification === undefined).map(({ coordinate }) => coordinate);
}

/** One cell per caller, and last what has to be passed: `allow`, `mask`, or `-` for deny; `*` where the arguments decide too, which are none here. */
export async function decisionTable(policy: CompiledPolicy, callers: ReadonlyMap<string, Caller>): Promise<string> {
  const columns = [...callers].map(([name, caller]) => ({
    name,
    decisions: createDecisions(policy, caller, () => {}),
  }));
  const rows = [['coordinate', 'classification', ...columns.map(({ name }) => name), 'passes']];
  for (const rules of policy.coordinates) {
    const { coordinate, classification, door } = rules;
    const mark = door.readsArguments ? '*' : '';
    const cells = await Promise.all(columns.map(async ({ decisions }) => cellOf(await decisions.decide(rules)) + mark));
    rows.push([coordinate, describe(classification), ...cells, describeDoor(door)]);
  }
  return align(rows);
}

function cellOf(decision: Decision): string {
  if (decision.kind !== 'deny') return decision.kind;
  return decision.code === 'POLICY_UNAVAILABLE' ? decision.code : '-';
}

function describe(classification: Classification | undefined): string {
  if (classification === undefined) return 'UNCLASSIFIED';
  const { level, tags } = classification;
  return tags.length === 0 ? level : `${level} (${tags.join(', ')})`;
}

function describeDoor({ conjuncts, mask }: Door): string {
  const rules = conjuncts.map(({ name }) => name).join(' & ') || 'everyone';
  return mask === null ? rules : `${rules}; ${mask.mask.name} unless ${mask.name}`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
