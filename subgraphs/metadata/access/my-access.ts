// What a caller may read of a data product, by the rules that serve and what was granted to it.
import type { Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy, CoordinateRules } from '../../../policies/compiler/compiled-policy.ts';
import { createDecisions, type Decision } from '../../../policies/decide/decisions.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { groupBy } from '../group-by.ts';
import type { IsKnown } from './known-coordinates.ts';
import type { PolicedGraph } from './known-targets-store.ts';

export interface AccessDecision {
  /** `ALLOW`: all of it, clear. `MASK`: a part of it, or something of it masked. `DENY`: nothing of it. */
  readonly outcome: 'ALLOW' | 'MASK' | 'DENY';
  readonly clearFields: readonly Coordinate[];
  readonly deniedFields: readonly Coordinate[];
  readonly maskedFields: readonly Coordinate[];
  /** Those of which each record tells. */
  readonly fieldsByRow: readonly Coordinate[];
}

/** @returns null for a product that has nothing to read, as far as the caller may know */
export async function accessTo(
  product: string,
  { policy, circumstances }: Pick<PolicedGraph, 'policy' | 'circumstances'>,
  caller: Caller,
  isKnown: IsKnown,
): Promise<AccessDecision | null> {
  const fields = (fieldsOf(policy).get(product) ?? []).filter(({ coordinate }) => isKnown(coordinate));
  if (fields.length === 0) return null;
  const { decide } = createDecisions(policy, caller, () => {}, circumstances);
  const decisions = await Promise.all(fields.map((field) => decide(field)));
  const having = (kind: Decision['kind']) =>
    fields.filter((_, index) => decisions[index]!.kind === kind).map(({ coordinate }) => coordinate);
  const deniedFields = having('deny');
  const isWhole = decisions.every(({ kind }) => kind === 'allow');
  return {
    outcome: isWhole ? 'ALLOW' : deniedFields.length === fields.length ? 'DENY' : 'MASK',
    clearFields: having('allow'),
    deniedFields,
    maskedFields: having('mask'),
    fieldsByRow: having('unknown'),
  };
}

type FieldsByProduct = ReadonlyMap<string | undefined, readonly CoordinateRules[]>;

const fieldsOfPolicy = new WeakMap<CompiledPolicy, FieldsByProduct>();

/** What is read; what is taken and what changes something is no data of the product. */
function fieldsOf(policy: CompiledPolicy): FieldsByProduct {
  const known =
    fieldsOfPolicy.get(policy) ??
    groupBy(
      policy.coordinates.filter(({ kind }) => kind === 'output'),
      ({ classification }) => classification?.product,
    );
  fieldsOfPolicy.set(policy, known);
  return known;
}
