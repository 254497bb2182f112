// Checks values that the standard defines and that Gordian keeps without reading them, against a description of their shape.
import type { YamlValue } from './yaml-document.ts';
import { type Findings, kindOf, note, readMapping, shown } from './yaml-mapping.ts';

export type Shape =
  | 'text'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'scalar'
  | 'anything'
  | { readonly words: readonly string[] }
  | { readonly listOf: Shape }
  | { readonly either: readonly [Shape, Shape] }
  | MappingShape
  /** For shapes that contain themselves. */
  | (() => Shape);

export interface MappingShape {
  readonly required: Readonly<Record<string, Shape>>;
  readonly optional: Readonly<Record<string, Shape>>;
}

export function checkShape(value: YamlValue, shape: Shape, findings: Findings): void {
  if (typeof shape === 'function') checkShape(value, shape(), findings);
  else if (typeof shape === 'string') checkKind(value, shape, findings);
  else if ('words' in shape) checkWord(value, shape.words, findings);
  else if ('listOf' in shape) checkList(value, shape.listOf, findings);
  else if ('either' in shape) checkShape(value, shape.either[fits(value, shape.either[0]) ? 0 : 1], findings);
  else checkMapping(value, shape, findings);
}

/** Checks those of the keys that are given. */
export function checkKeys({ entries }: YamlValue, shapes: Readonly<Record<string, Shape>>, findings: Findings): void {
  for (const [key, { value }] of entries ?? []) {
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
    if (shape !== undefined && value.plain !== null) checkShape(value, shape, findings);
  }
}

type Kind = Extract<Shape, string>;

const kinds: Readonly<Record<Kind, { readonly name: string; readonly accepts: (plain: unknown) => boolean }>> = {
  text: { name: 'text', accepts: (plain) => typeof plain === 'string' },
  number: { name: 'a number', accepts: (plain) => typeof plain === 'number' },
  integer: { name: 'a whole number', accepts: Number.isInteger },
  boolean: { name: 'true or false', accepts: (plain) => typeof plain === 'boolean' },
  scalar: { name: 'a plain value', accepts: (plain) => plain === null || typeof plain !== 'object' },
  anything: { name: 'anything', accepts: () => true },
};

function checkKind(value: YamlValue, kind: Kind, findings: Findings): void {
  const { name, accepts } = kinds[kind];
  if (!accepts(value.plain)) wrongType(value, name, `Write ${name} here.`, findings);
}

function checkWord(value: YamlValue, words: readonly string[], findings: Findings): void {
  if (typeof value.plain === 'string' && words.includes(value.plain)) return;
  const message = `${shown(value.path)} is none of the words that the standard has here.`;
  note(findings, value.place, 'CONTRACT_INVALID_VALUE', message, `One of: ${words.join(', ')}.`);
}

function checkList(value: YamlValue, shape: Shape, findings: Findings): void {
  if (value.items === null) wrongType(value, 'a list', 'Begin each entry with "- ".', findings);
  for (const item of value.items ?? []) checkShape(item, shape, findings);
}

function checkMapping(value: YamlValue, { required, optional }: MappingShape, findings: Findings): void {
  const keys = { required: Object.keys(required), optional: Object.keys(optional) };
  if (readMapping(value, keys, findings) !== null) checkKeys(value, { ...required, ...optional }, findings);
}

/** By the outermost form, so that what is inside is reported as what it was meant to be. */
function fits(value: YamlValue, shape: Shape): boolean {
  if (typeof shape === 'function') return fits(value, shape());
  if (typeof shape === 'string') return kinds[shape].accepts(value.plain);
  if ('listOf' in shape) return value.items !== null;
  return 'words' in shape ? typeof value.plain === 'string' : value.entries !== null;
}

function wrongType(value: YamlValue, expected: string, fix: string, findings: Findings): void {
  const message = `${shown(value.path)} must be ${expected}, not ${kindOf(value)}.`;
  note(findings, value.place, 'CONTRACT_WRONG_TYPE', message, fix);
}
