// What callers give: arguments and the fields of input types. The same rules hold for both; only their names differ.
import { Kind, print } from 'graphql';
import { annotationChanges } from './annotation-changes.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { inputChange } from './type-change.ts';
import type { InputShape } from './type-shapes.ts';

export interface InputWords {
  readonly prefix: 'ARGUMENT' | 'INPUT_FIELD';
  /** For messages. */
  readonly noun: string;
}

export function removedInput(input: InputShape, { prefix, noun }: InputWords): ContractChange {
  return changeOf(
    `${prefix}_REMOVED`,
    input.coordinate,
    shown(input),
    null,
    `The ${noun} ${input.coordinate} is gone.`,
  );
}

export function addedInput(input: InputShape, { prefix, noun }: InputWords): ContractChange {
  const { coordinate } = input;
  return isRequired(input)
    ? changeOf(
        `REQUIRED_${prefix}_ADDED`,
        coordinate,
        null,
        shown(input),
        `The ${noun} ${coordinate} is new and must be given.`,
      )
    : changeOf(
        `${prefix}_ADDED`,
        coordinate,
        null,
        shown(input),
        `The ${noun} ${coordinate} is new and may be left out.`,
      );
}

export function inputChanges(before: InputShape, after: InputShape, words: InputWords): ContractChange[] {
  return [
    ...annotationChanges(before, after),
    ...typeChanges(before, after, words),
    ...defaultChanges(before, after, words),
  ];
}

function typeChanges(before: InputShape, after: InputShape, { prefix, noun }: InputWords): ContractChange[] {
  const { coordinate } = before;
  const change = inputChange(before.type, after.type);
  if (change === 'NONE') return [];
  const [from, to] = [print(before.type), print(after.type)];
  const kind = `${prefix}_${change}` as const;
  return [changeOf(kind, coordinate, from, to, `The ${noun} ${coordinate} took ${from} and takes ${to}.`)];
}

/** What the type alone has said already is not said again. */
function defaultChanges(before: InputShape, after: InputShape, { prefix, noun }: InputWords): ContractChange[] {
  const { coordinate } = before;
  if (before.defaultValue === after.defaultValue) return [];
  const ofType = inputChange(before.type, after.type);
  if (isRequired(after)) {
    const message = `The ${noun} ${coordinate} has no default any more and must be given.`;
    return ofType === 'REQUIRED'
      ? []
      : [changeOf(`${prefix}_REQUIRED`, coordinate, shown(before), shown(after), message)];
  }
  if (isRequired(before)) {
    const message = `The ${noun} ${coordinate} has a default and may be left out.`;
    return ofType === 'OPTIONAL'
      ? []
      : [changeOf(`${prefix}_OPTIONAL`, coordinate, shown(before), shown(after), message)];
  }
  const [from, to] = [before.defaultValue, after.defaultValue];
  const message = `The ${noun} ${coordinate} left out meant ${from ?? 'nothing'} and means ${to ?? 'nothing'}.`;
  return [changeOf(`${prefix}_DEFAULT_CHANGED`, coordinate, from, to, message)];
}

function isRequired({ type, defaultValue }: InputShape): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === null;
}

function shown({ type, defaultValue }: InputShape): string {
  return defaultValue === null ? print(type) : `${print(type)} = ${defaultValue}`;
}
