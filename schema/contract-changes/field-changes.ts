// The fields of one type: what consumers read, and what they give to an input type.
import { print } from 'graphql';
import type { Coordinate } from '../coordinates.ts';
import { annotationChanges } from './annotation-changes.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { addedInput, type InputWords, inputChanges, removedInput } from './input-changes.ts';
import { pairUp } from './pair-up.ts';
import { outputChange } from './type-change.ts';
import type { FieldShape, InputShape, TypeShape } from './type-shapes.ts';

/** The type as the subgraph serves it, whoever promises its fields; null when the subgraph does not serve it. */
export interface ServedType {
  readonly before: TypeShape | null;
  readonly after: TypeShape | null;
}

const ofArguments: InputWords = { prefix: 'ARGUMENT', noun: 'argument' };
const ofInputs: InputWords = { prefix: 'INPUT_FIELD', noun: 'input field' };

export function fieldChanges(before: TypeShape, after: TypeShape, served: ServedType): ContractChange[] {
  const outputs = pairUp(before.fields, after.fields);
  const inputs = pairUp(before.inputFields, after.inputFields);
  const stillServed = ({ coordinate }: Field) => has(served.after, coordinate);
  const servedBefore = ({ coordinate }: Field) => has(served.before, coordinate);
  return [
    ...outputs.removed.map((field) => (stillServed(field) ? leaving(field) : removedField(field))),
    ...outputs.added.map((field) => (servedBefore(field) ? joining(field) : addedField(field))),
    ...outputs.kept.flatMap(([earlier, later]) => keptField(earlier, later)),
    ...inputs.removed.map((field) => (stillServed(field) ? leaving(field) : removedInput(field, ofInputs))),
    ...inputs.added.map((field) => (servedBefore(field) ? joining(field) : addedInput(field, ofInputs))),
    ...inputs.kept.flatMap(([earlier, later]) => inputChanges(earlier, later, ofInputs)),
  ];
}

type Field = FieldShape | InputShape;

function has(type: TypeShape | null, coordinate: Coordinate): boolean {
  const name = coordinate.split('.')[1]!;
  return type !== null && (type.fields.has(name) || type.inputFields.has(name));
}

function leaving({ coordinate, type }: Field): ContractChange {
  const message = `${coordinate} is still served, and this product no longer promises it.`;
  return changeOf('FIELD_LEFT_PRODUCT', coordinate, print(type), null, message);
}

function joining({ coordinate, type }: Field): ContractChange {
  const message = `${coordinate} was served before and is now promised by this product.`;
  return changeOf('FIELD_JOINED_PRODUCT', coordinate, null, print(type), message);
}

function removedField({ coordinate, type }: FieldShape): ContractChange {
  return changeOf('FIELD_REMOVED', coordinate, print(type), null, `${coordinate} is gone.`);
}

function addedField({ coordinate, type }: FieldShape): ContractChange {
  return changeOf('FIELD_ADDED', coordinate, null, print(type), `${coordinate} is new.`);
}

function keptField(before: FieldShape, after: FieldShape): ContractChange[] {
  const inputs = pairUp(before.arguments, after.arguments);
  return [
    ...annotationChanges(before, after),
    ...typeChange(before, after),
    ...inputs.removed.map((input) => removedInput(input, ofArguments)),
    ...inputs.added.map((input) => addedInput(input, ofArguments)),
    ...inputs.kept.flatMap(([earlier, later]) => inputChanges(earlier, later, ofArguments)),
  ];
}

function typeChange(before: FieldShape, after: FieldShape): ContractChange[] {
  const { coordinate } = before;
  const change = outputChange(before.type, after.type);
  if (change === 'NONE') return [];
  const [from, to] = [print(before.type), print(after.type)];
  return [changeOf(`FIELD_${change}`, coordinate, from, to, `${coordinate} was ${from} and is ${to}.`)];
}
