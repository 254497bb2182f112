// Reading a mapping key by key: each reader returns the value or null, and notes what is wrong with it. A contract is read
// to its end, so that its author sees all findings at once.
import { didYouMean, nearest } from '../../kit/nearest.ts';
import { type Place, type Problem, problemAt } from '../problem.ts';
import type { YamlValue } from './yaml-document.ts';

export type Findings = Problem[];

export interface Mapping {
  readonly place: Place;
  /** For messages: `schema[0]`, or `The contract` at the top. */
  readonly path: string;
  readonly value: YamlValue;
  readonly findings: Findings;
}

export interface AllowedKeys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** @returns null when the value is not a mapping; unknown and missing keys are noted */
export function readMapping(value: YamlValue, keys: AllowedKeys, findings: Findings): Mapping | null {
  if (value.entries === null) {
    note(
      findings,
      value.place,
      'CONTRACT_WRONG_TYPE',
      `${shown(value.path)} must be a mapping, not ${kindOf(value)}.`,
      'Write keys and values below it.',
    );
    return null;
  }
  const known = [...keys.required, ...keys.optional];
  for (const [key, { keyPlace }] of value.entries) {
    if (!known.includes(key)) unknownKey(key, keyPlace, known, value, findings);
  }
  for (const key of keys.required) {
    if (isGiven(value, key)) continue;
    note(
      findings,
      value.entries.get(key)?.keyPlace ?? value.place,
      'CONTRACT_MISSING_KEY',
      `${shown(value.path)} has no "${key}".`,
      `Add "${key}:".`,
    );
  }
  return { place: value.place, path: value.path, value, findings };
}

/** A mistyped key would remove a promise in silence. One that resembles nothing is an extension in the wrong place, or newer than we are. */
function unknownKey(
  key: string,
  place: Place,
  known: readonly string[],
  { path }: YamlValue,
  findings: Findings,
): void {
  const guess = nearest(key, known);
  findings.push(
    problemAt(place, {
      code: 'CONTRACT_UNKNOWN_KEY',
      severity: guess === null ? 'warning' : 'error',
      message: `"${key}" is not a key of ${shown(path)}.`,
      fix:
        guess === null
          ? `Remove it, or move it into customProperties as { property: ${key}, value: ... }.`
          : `Did you mean "${guess}"?`,
    }),
  );
}

export function stringOf(mapping: Mapping, key: string): string | null {
  const given = child(mapping, key);
  if (given === null) return null;
  if (typeof given.plain === 'string' && given.plain.trim() !== '') return given.plain;
  wrongType(
    mapping,
    given,
    'text',
    typeof given.plain === 'number' ? `Quote it: ${key}: "${given.plain}".` : 'Write text here.',
  );
  return null;
}

export function numberOf(mapping: Mapping, key: string): number | null {
  const given = child(mapping, key);
  if (given === null) return null;
  if (typeof given.plain === 'number' && Number.isFinite(given.plain)) return given.plain;
  wrongType(mapping, given, 'a number', 'Write a number without quotes.');
  return null;
}

export function booleanOf(mapping: Mapping, key: string): boolean {
  const given = child(mapping, key);
  if (given === null || given.plain === false) return false;
  if (given.plain !== true) wrongType(mapping, given, 'true or false', 'Write true or false without quotes.');
  return given.plain === true;
}

export function stringsOf(mapping: Mapping, key: string): string[] {
  return itemsOf(mapping, key).flatMap((item) => {
    if (typeof item.plain === 'string' && item.plain !== '') return [item.plain];
    wrongType(mapping, item, 'text', 'Write text here.');
    return [];
  });
}

export function itemsOf(mapping: Mapping, key: string): readonly YamlValue[] {
  const given = child(mapping, key);
  if (given === null) return [];
  if (given.items !== null) return given.items;
  wrongType(mapping, given, 'a list', `Begin each entry with "- ".`);
  return [];
}

/** @param table the words that may be written, in lower case, and what each means */
export function choiceOf<T>(mapping: Mapping, key: string, table: Readonly<Record<string, T>>): T | null {
  const given = child(mapping, key);
  const word = given === null ? null : stringOf(mapping, key);
  if (given === null || word === null) return null;
  const entry = Object.entries(table).find(([name]) => name.toLowerCase() === word.toLowerCase());
  if (entry !== undefined) return entry[1];
  invalid(
    mapping,
    key,
    `"${word}" is not a ${key}.`,
    didYouMean(word, Object.keys(table), `One of: ${Object.keys(table).join(', ')}.`),
  );
  return null;
}

/** Null when the key is absent or empty. */
export function child(mapping: Mapping, key: string): YamlValue | null {
  return isGiven(mapping.value, key) ? mapping.value.entries!.get(key)!.value : null;
}

export function invalid(mapping: Mapping, key: string, message: string, fix: string): void {
  const place = child(mapping, key)?.place ?? mapping.place;
  note(mapping.findings, place, 'CONTRACT_INVALID_VALUE', message, fix);
}

export function note(findings: Findings, place: Place, code: string, message: string, fix: string): void {
  findings.push(problemAt(place, { code, severity: 'error', message, fix }));
}

function wrongType(mapping: Mapping, value: YamlValue, expected: string, fix: string): void {
  note(
    mapping.findings,
    value.place,
    'CONTRACT_WRONG_TYPE',
    `${shown(value.path)} must be ${expected}, not ${kindOf(value)}.`,
    fix,
  );
}

function isGiven(value: YamlValue, key: string): boolean {
  const given = value.entries?.get(key);
  return given !== undefined && given.value.plain !== null;
}

/** For messages: `a list`, `the number 3`. */
export function kindOf(value: YamlValue): string {
  if (value.entries !== null) return 'a mapping';
  if (value.items !== null) return 'a list';
  if (value.plain === null) return 'empty';
  return typeof value.plain === 'string' ? 'text' : `the ${typeof value.plain} ${String(value.plain)}`;
}

export function shown(path: string): string {
  return path === '' ? 'The contract' : path;
}
