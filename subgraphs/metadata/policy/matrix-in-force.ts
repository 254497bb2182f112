// Who may see what by the rules that serve: the very table that the policy is reviewed with, narrowed to what its reader may know of.
import type { CompiledPolicy, Guarded } from '../../../policies/compiler/compiled-policy.ts';
import type { Persona } from '../../../policies/persona.ts';
import { guardedAt } from '../../../policies/review/explain.ts';
import { type Matrix, type MatrixRow, matrixOf } from '../../../policies/review/matrix.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { IsKnown } from '../access/known-coordinates.ts';
import type { PolicedGraph } from '../access/known-targets-store.ts';

export interface MatrixInForce {
  readonly policyVersion: string;
  readonly computedAt: Date;
  readonly personas: readonly Persona[];
  readonly rows: readonly MatrixRow[];
  /** False where there are more rows than an answer holds. */
  readonly complete: boolean;
}

export interface MatrixView {
  /** The only one whose coordinates are shown; null: all. */
  readonly productUrn: string | null;
  readonly isKnown: IsKnown;
  readonly now: Date;
}

/** Of 20 cells each, what one answer may hold. */
const maxRows = 2_000;

export async function matrixInForce(
  { policy, personas }: PolicedGraph,
  { productUrn: wanted, isKnown, now }: MatrixView,
): Promise<MatrixInForce> {
  const { matrix, computedAt } = await computedMatrix(policy, personas, now);
  const rows = matrix.rows.filter(
    ({ coordinate }) => isKnown(coordinate) && (wanted === null || wanted === urnOf(guardedAt(policy, coordinate))),
  );
  return {
    policyVersion: policy.version,
    computedAt,
    personas,
    rows: rows.slice(0, maxRows),
    complete: rows.length <= maxRows,
  };
}

/** Null for what no contract classifies. */
export function urnOf({ classification, recordsOf }: Guarded): string | null {
  const product = classification?.product ?? recordsOf;
  return product === undefined ? null : productUrn(product);
}

interface ComputedMatrix {
  readonly matrix: Matrix;
  readonly computedAt: Date;
}

/** Rules may read the clock, so a table is good for a while only. */
const goodForMs = 60_000;
const computed = new WeakMap<CompiledPolicy, { readonly at: Date; readonly matrix: Promise<Matrix> }>();

async function computedMatrix(
  policy: CompiledPolicy,
  personas: readonly Persona[],
  now: Date,
): Promise<ComputedMatrix> {
  const known = computed.get(policy);
  const isGood = known !== undefined && now.getTime() - known.at.getTime() < goodForMs;
  const used = isGood ? known : { at: now, matrix: matrixOf(policy, personas) };
  computed.set(policy, used);
  return { matrix: await used.matrix, computedAt: used.at };
}
