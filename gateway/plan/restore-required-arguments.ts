// The way back from required-arguments.ts: in a fetch of the plan, synthetic fields become calls of the real field again, under
// the synthetic name as alias. A fetch that needs one field of a representation with two values is split in two.
import { type DocumentNode, type FieldNode, visit } from 'graphql';
import type { IsolatedArguments } from '../../schema/planning/required-arguments.ts';
import type { RequiredSelection } from './plan.ts';
import { entityFields, keepEntityFields, withoutInputs } from './trim-fetch.ts';

export function restoreArguments(document: DocumentNode, { synthetic }: IsolatedArguments): DocumentNode {
  if (synthetic.size === 0) return document;
  return visit(document, {
    Field(field): FieldNode | undefined {
      const real = synthetic.get(field.name.value);
      return real && { ...field, alias: field.alias ?? field.name, name: real.name, arguments: real.arguments };
    },
  });
}

export interface EntityFetch {
  readonly document: DocumentNode;
  readonly requires: readonly RequiredSelection[];
}

/** @returns fetches whose representations hold one value per name; usually the one given */
export function splitByRepresentation(fetch: EntityFetch, isolated: IsolatedArguments): readonly EntityFetch[] {
  const ambiguous = ambiguousNames(fetch.requires);
  if (ambiguous.size === 0) return [fetch];
  return groupFields(fetch.document, isolated, ambiguous).map((group) => ({
    document: keepEntityFields(fetch.document, ({ field }) => group.fields.has(field)),
    requires: withoutInputs(fetch.requires, (name) => ambiguous.has(name) && !group.needs.has(name)),
  }));
}

/** Private names of required fields that are sent under one name with another required field of the same parent. */
function ambiguousNames(selections: readonly RequiredSelection[]): ReadonlySet<string> {
  const ambiguous = new Set<string>();
  const fields = selections.filter((selection) => selection.kind === 'field');
  for (const field of fields) {
    if (fields.some((other) => other !== field && other.sendAs === field.sendAs)) ambiguous.add(field.privateName);
  }
  for (const { selections: below } of selections) {
    for (const name of ambiguousNames(below ?? [])) ambiguous.add(name);
  }
  return ambiguous;
}

interface FieldGroup {
  readonly fields: Set<FieldNode>;
  /** Ambiguous names that the fields of this group need. */
  readonly needs: ReadonlySet<string>;
}

function groupFields(
  document: DocumentNode,
  { requiredBy }: IsolatedArguments,
  ambiguous: ReadonlySet<string>,
): readonly FieldGroup[] {
  const groups: FieldGroup[] = [];
  for (const { type, field } of entityFields(document)) {
    const needs = new Set(
      [...(requiredBy.get(`${type}.${field.name.value}`) ?? [])].filter((name) => ambiguous.has(name)),
    );
    const group = groups.find((candidate) => isSameSet(candidate.needs, needs));
    if (group) group.fields.add(field);
    else groups.push({ fields: new Set([field]), needs });
  }
  return groups;
}

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size === other.size && [...one].every((name) => other.has(name));
