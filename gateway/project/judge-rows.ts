// Phase B of authorization: what the rules had to leave open until the rows are there is decided now, before anything of a row
// goes out. Only the places where such a rule has a say are visited, and rules that answer at once are not waited for.
import type { Decision, Denied, Masked, Verdict } from '../../policies/decide/decisions.ts';
import type { Row } from '../../policies/decide/evaluate.ts';
import type { RowField, RowSelection } from '../../policies/decide/row-selection.ts';
import type { Authorization } from '../authorize/authorized-operation.ts';
import { DataList, type DataRecord, type DataValue, isRecord } from '../execute/data-record.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { JsonBytes } from '../execute/json-bytes.ts';
import type { Layout } from '../execute/layout.ts';
import { inputName } from '../plan/row-inputs.ts';
import { type RowPlace, type RowType, rowPlacesOf } from './row-places.ts';

/** What was decided of the rows of one answer. An object that is not here was not judged, and nothing guarded of it may go out. */
export interface JudgedRows {
  readonly verdicts: ReadonlyMap<DataRecord, RowVerdicts>;
  /** How many objects are hidden, by type; each counts once, however often it stands in the data. */
  readonly hidden: ReadonlyMap<string, number>;
}

export interface RowVerdicts {
  /** Why the object is not to be seen; null when it is. */
  readonly hidden: Denied | null;
  /** Of the guarded fields, by slot of the shape; a field that is not here is open. */
  readonly fields: ReadonlyMap<number, Denied | Masked>;
}

export function isGuardedByRows({ fields, types }: Authorization): boolean {
  return fields.size > 0 || types.size > 0;
}

/** @returns null when no rule waits for rows, which is the case for nearly every operation */
export async function judgeRows(authorization: Authorization, fetched: FetchedData): Promise<JudgedRows | null> {
  if (!isGuardedByRows(authorization)) return null;
  const { operation } = authorization;
  const judging = new Judging(authorization, fetched.leaves);
  const place = rowPlacesOf(operation)(operation.shape.root, fetched.layout);
  if (place) judging.visit(fetched.data, place);
  await Promise.all(judging.waiting);
  return judging;
}

/** Whether one of the objects that a record holds is hidden. */
export function hidesAny(rows: JudgedRows | null, record: DataRecord): boolean {
  return rows !== null && record.some((value) => isRecord(value) && rows.verdicts.get(value)?.hidden != null);
}

class Judging implements JudgedRows {
  readonly verdicts = new Map<DataRecord, RowVerdicts>();
  readonly hidden = new Map<string, number>();
  readonly waiting: Promise<void>[] = [];
  readonly #authorization: Authorization;
  readonly #leaves: JsonBytes;
  readonly #visited = new Set<DataRecord>();

  constructor(authorization: Authorization, leaves: JsonBytes) {
    this.#authorization = authorization;
    this.#leaves = leaves;
  }

  visit(value: DataValue, place: RowPlace): void {
    if (value instanceof DataList) for (const item of value.items) this.visit(item, place);
    // What was fetched once for several places stands at all of them.
    if (!isRecord(value) || this.#visited.has(value)) return;
    this.#visited.add(value);
    const type = place.typeOf(value);
    if (type?.isGuarded) this.#judge(value, type, place.layout);
    for (const { slot, place: next } of type?.below ?? []) this.visit(value[slot], next);
  }

  #judge(record: DataRecord, { name, fields }: RowType, layout: Layout): void {
    const { types, fields: ofFields } = this.#authorization;
    const judged = { hidden: null as Denied | null, fields: new Map<number, Denied | Masked>() };
    this.verdicts.set(record, judged);
    const settle = (decision: Decision | undefined, take: (verdict: Verdict) => void): void => {
      const verdict =
        decision?.kind === 'unknown' ? decision.decideOn(this.#rowOf(record, layout, name, decision.inputs)) : decision;
      if (verdict instanceof Promise) this.waiting.push(verdict.then(take));
      else if (verdict) take(verdict);
    };
    settle(types.get(name), (verdict) => {
      if (verdict.kind !== 'deny') return;
      judged.hidden = verdict;
      this.hidden.set(name, (this.hidden.get(name) ?? 0) + 1);
    });
    for (const slot of fields)
      settle(ofFields.get(slot), (verdict) => {
        if (verdict.kind !== 'allow') judged.fields.set(slot, verdict);
      });
  }

  #rowOf(record: DataRecord, layout: Layout, typeName: string, inputs: RowSelection): Row {
    const { schema } = this.#authorization.operation.shape;
    return this.#valuesOf(record, layout, inputs, (field) => inputName(schema, typeName, field));
  }

  /** What nobody has answered is left out, so that a rule which reads it fails. */
  #valuesOf(record: DataRecord, layout: Layout, inputs: RowSelection, nameOf: (field: RowField) => string): Row {
    const row: Record<string, unknown> = {};
    for (const field of inputs) {
      const slot = layout.slotOf(nameOf(field));
      const value = slot === undefined ? undefined : record[slot];
      if (value !== undefined) row[field.name] = this.#plainValue(value, layout.below[slot!], field.selection ?? []);
    }
    return row;
  }

  #plainValue(value: DataValue, layout: Layout | undefined, inputs: RowSelection): unknown {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number') return JSON.parse(this.#leaves.leafText(value));
    if (value instanceof DataList) return value.items.map((item) => this.#plainValue(item, layout, inputs));
    return this.#valuesOf(value as DataRecord, layout!, inputs, ({ name }) => name);
  }
}
