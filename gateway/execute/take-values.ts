// Takes over what one fetch was answered: values into the data, errors into failures.
import type { AnswerShape } from './answer-shape.ts';
import type { Reception } from './ask-subgraph.ts';
import type { CompiledFetch } from './compile-plan.ts';
import { type DataRecord, typenameSlot } from './data-record.ts';
import type { AnswerPart, AskedTargets, Execution } from './execution.ts';
import { cloneValue, mergeAnswer } from './merge-answer.ts';
import { noteLost, noteSubgraphErrors, type PartError } from './note-failures.ts';
import { type Complaint, complaintOfFault } from './subgraph-errors.ts';

export interface TakenAnswer {
  /** By part; null when the answer cannot be used. */
  readonly values: readonly AnswerPart['value'][] | null;
  readonly errors: readonly PartError[];
  readonly complaint: Complaint | null;
}

/** @returns whether the answer could be used */
export function takeValues(
  execution: Execution,
  fetch: CompiledFetch,
  asked: AskedTargets,
  { values, errors, complaint }: TakenAnswer,
  trace: Reception['trace'],
): boolean {
  if (!values) {
    trace.status = 'failed';
    trace.fault ??= 'the data is not what was asked';
    const why = complaint ?? errors[0]?.complaint ?? complaintOfFault('SUBGRAPH_BAD_RESPONSE', fetch.fetch.subgraph);
    noteLost(execution, fetch, why, asked);
    return false;
  }
  const known = errors.length > 0 ? noteSubgraphErrors(execution, fetch, asked, errors, values) : values;
  for (let index = 0; index < known.length; index++) takeValue(execution, fetch, known[index], asked.targets[index]!);
  return true;
}

function takeValue(
  { plan, shared }: Execution,
  { answer, overlaps }: CompiledFetch,
  value: AnswerPart['value'],
  targets: readonly DataRecord[],
): void {
  if (value === undefined) return;
  if (value === null) {
    for (const target of targets) setNulls(target, answer);
    return;
  }
  if (targets.length > 1 && !overlaps) noteShared(shared, value, answer);
  for (let index = 0; index < targets.length; index++) {
    const own = index > 0 && overlaps ? cloneValue(value) : value;
    mergeAnswer(targets[index]!, own, answer, plan.interfaceObjects);
  }
}

function noteShared(shared: Execution['shared'], value: DataRecord, { fields }: AnswerShape): void {
  for (const { slot, below } of fields) {
    const part = below && value[slot];
    if (part) shared.add(part);
  }
}

function setNulls(target: DataRecord, { fields }: AnswerShape): void {
  for (const { slot } of fields) if (slot !== typenameSlot && target[slot] === undefined) target[slot] = null;
}
