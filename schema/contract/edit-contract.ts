// Edits of a contract's text: its version, the classification of a field, its announcement to go. Every other byte stays as it is,
// and the result is read again: an edit that would say anything but what was asked for is refused.
import { isScalar, type YAMLMap } from 'yaml';
import type { Sensitivity } from '../artefact.ts';
import type { Coordinate } from '../coordinates.ts';
import { type Problem, problemAt } from '../problem.ts';
import type { Contract, Deprecation } from './contract.ts';
import { readContract } from './read-contract.ts';
import { toReview } from './scaffold.ts';
import { mapsOf, scalarOf, seqOf, written, YamlText } from './yaml-edit.ts';

/** What is to be done to the text, and what the contract must say then. */
export interface ContractEdit {
  /** The field that may differ afterwards; null when it is the version. */
  readonly coordinate: Coordinate | null;
  readonly isDone: (contract: Contract) => boolean;
  readonly apply: (text: YamlText) => YamlText;
}

export type EditResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param text a contract that can be read; warnings and unclassified fields are no obstacle */
export function editContract(text: string, file: string, edit: ContractEdit): EditResult {
  const before = readContract(text, file).contract;
  if (before === null) return { ok: false, problems: readContract(text, file).problems };
  const result = attempt(text, edit);
  const after = result === null ? null : readContract(result, file).contract;
  if (result !== null && after !== null && edit.isDone(after) && isOtherwiseSame(before, after, edit))
    return { ok: true, text: result };
  return {
    ok: false,
    problems: [
      problemAt(before.place, {
        code: 'CONTRACT_NOT_EDITED',
        severity: 'error',
        message: 'The contract is written in a way that a program cannot edit.',
        fix: 'Make the change by hand.',
      }),
    ],
  };
}

function attempt(text: string, edit: ContractEdit): string | null {
  try {
    return edit.apply(new YamlText(text)).text;
  } catch {
    return null;
  }
}

function isOtherwiseSame(before: Contract, after: Contract, { coordinate }: ContractEdit): boolean {
  return untouched(before, coordinate) === untouched(after, coordinate);
}

/** All that the edit has no business with; places move with the text. */
function untouched(contract: Contract, coordinate: Coordinate | null): string {
  const places = ['place', 'versionPlace', 'schemaPlace', 'republicationForbiddenAt', 'text'];
  const left = coordinate === null ? [...places, 'version'] : places;
  return JSON.stringify(contract, (key, value: unknown) => {
    if (left.includes(key)) return undefined;
    return isField(value, coordinate) ? coordinate : value;
  });
}

function isField(value: unknown, coordinate: Coordinate | null): boolean {
  return typeof value === 'object' && value !== null && 'coordinate' in value && value.coordinate === coordinate;
}

export function versionEdit(version: string): ContractEdit {
  return {
    coordinate: null,
    isDone: (contract) => contract.version === version,
    apply: (text) => text.withScalar(text.root, 'version', version),
  };
}

/** A person has decided: the tag that asks for a review goes, unless it is given again. */
export function classificationEdit(coordinate: Coordinate, level: Sensitivity, tags: readonly string[]): ContractEdit {
  return {
    coordinate,
    isDone: ({ fields }) => {
      const field = fields.get(coordinate);
      return field?.classification === level && tags.every((tag) => field.tags.includes(tag));
    },
    apply: (text) => {
      const classified = text.withScalar(fieldAt(text, coordinate), 'classification', level.toLowerCase());
      const reviewed = tags.includes(toReview) ? classified : withoutTag(classified, coordinate, toReview);
      return tags.reduce((sofar, tag) => withTag(sofar, coordinate, tag), reviewed);
    },
  };
}

/** @param deprecation what it leaves open stays as it is in the contract */
export function deprecationEdit(coordinate: Coordinate, { replacement, sunset }: Deprecation): ContractEdit {
  return {
    coordinate,
    isDone: ({ fields }) => {
      const said = fields.get(coordinate)?.deprecation;
      return said != null && [null, said.replacement].includes(replacement) && [null, said.sunset].includes(sunset);
    },
    apply: (text) => {
      const deprecated = text.withScalar(fieldAt(text, coordinate), 'deprecated', true);
      const replaced =
        replacement === null ? deprecated : withProperty(deprecated, coordinate, 'replacedBy', replacement);
      return sunset === null ? replaced : withProperty(replaced, coordinate, 'sunset', sunset);
    },
  };
}

function withProperty(text: YamlText, coordinate: Coordinate, property: string, value: string): YamlText {
  const field = fieldAt(text, coordinate);
  const given = mapsOf(field, 'customProperties').find((item) => scalarOf(item, 'property') === property);
  if (given !== undefined) return text.withScalar(given, 'value', value);
  return text.withItem(field, 'customProperties', `{ property: ${property}, value: ${written(value)} }`);
}

function withTag(text: YamlText, coordinate: Coordinate, tag: string): YamlText {
  const field = fieldAt(text, coordinate);
  return tagIndex(field, tag) === -1 ? text.withItem(field, 'tags', written(tag)) : text;
}

function withoutTag(text: YamlText, coordinate: Coordinate, tag: string): YamlText {
  const field = fieldAt(text, coordinate);
  const index = tagIndex(field, tag);
  return index === -1 ? text : text.withoutItem(seqOf(field, 'tags')!, index);
}

function tagIndex(field: YAMLMap, tag: string): number {
  return seqOf(field, 'tags')?.items.findIndex((item) => isScalar(item) && item.value === tag) ?? -1;
}

function fieldAt({ root }: YamlText, coordinate: Coordinate): YAMLMap {
  const [typeName, fieldName] = coordinate.split('.');
  const named = (name: string | undefined) => (item: YAMLMap) => scalarOf(item, 'name') === name;
  const type = mapsOf(root, 'schema').find(named(typeName));
  const field = type && mapsOf(type, 'properties').find(named(fieldName));
  if (field === undefined) throw new Error(`The contract has no ${coordinate}.`);
  return field;
}
