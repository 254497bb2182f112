// The governance axis, fields: who may read one, where and for what, and what that depends on.
import type { ContractField } from '../contract/contract.ts';
import { coordinateOfUrn } from '../contract/field-source.ts';
import { compareLevels, isPersonal, shownClassification } from '../contract/strictness.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { inWords, pairNames } from './pair-up.ts';
import { isSame } from './plain-data.ts';

/** Of a field that both versions list. */
export function fieldGovernanceChanges(before: ContractField, after: ContractField): ContractChange[] {
  return [
    ...classificationChange(before, after),
    ...derivationChange(before, after),
    ...sourceChange(before, after),
    ...limitChange('RESIDENCY', before, after),
    ...limitChange('PURPOSES', before, after),
    ...legalHoldChange(before, after),
  ];
}

function classificationChange(before: ContractField, after: ContractField): ContractChange[] {
  const { coordinate } = before;
  const [from, to] = [classificationOf(before), classificationOf(after)];
  if (isSame(from, to)) return [];
  const kind = isRaised(before, after)
    ? 'CLASSIFICATION_RAISED'
    : isRaised(after, before)
      ? 'CLASSIFICATION_LOWERED'
      : 'TAGS_CHANGED';
  const message =
    kind === 'TAGS_CHANGED'
      ? `The tags of ${coordinate} were ${inWords(from.tags)} and are ${inWords(to.tags)}.`
      : `${coordinate} was ${shownWithSecret(before)} and is ${shownWithSecret(after)}.`;
  return [changeOf(kind, coordinate, from, to, message)];
}

function classificationOf({ classification, tags }: ContractField) {
  return { level: classification, tags: [...tags].sort() };
}

/** Whether somebody who could read the field may not be able to any more. A field that becomes less strict and personal is raised, too. */
function isRaised(before: ContractField, after: ContractField): boolean {
  const becomes = (holds: (tags: readonly string[]) => boolean) => !holds(before.tags) && holds(after.tags);
  return compareLevels(after.classification, before.classification) > 0 || becomes(isPersonal) || becomes(isSecret);
}

function isSecret(tags: readonly string[]): boolean {
  return tags.includes('secret');
}

function shownWithSecret({ classification, tags }: ContractField): string {
  const shown = classification === null ? 'unclassified' : shownClassification({ level: classification, tags });
  return isSecret(tags) ? `${shown}, secret` : shown;
}

/** What conceals its sources asks nothing of them; what stops doing so asks of its readers what the sources in the graph ask. */
function derivationChange(before: ContractField, after: ContractField): ContractChange[] {
  const [from, to] = [conceals(before), conceals(after)];
  if (from === to) return [];
  const kind = to
    ? 'DERIVATION_OPENED'
    : sourcesInGraph(after).length > 0
      ? 'DERIVATION_CLOSED'
      : 'CONCEALMENT_DROPPED';
  const message = `${before.coordinate} is ${to ? 'now' : 'no longer'} said to conceal what it is computed from.`;
  return [changeOf(kind, before.coordinate, from, to, message)];
}

export function conceals({ masking, safeToDerive }: ContractField): boolean {
  return masking || safeToDerive;
}

export function sourcesInGraph({ sources }: ContractField): string[] {
  return sources.flatMap(({ urn }) => coordinateOfUrn(urn) ?? []);
}

function sourceChange(before: ContractField, after: ContractField): ContractChange[] {
  const { coordinate } = before;
  const [from, to] = [sourcesOf(before), sourcesOf(after)];
  if (isSame(from, to)) return [];
  const { added } = pairNames(sourcesInGraph(before), sourcesInGraph(after));
  if (added.length > 0 && !conceals(after)) {
    const message = `${coordinate} is computed from ${added.join(', ')} as well: its readers need access to that, too.`;
    return [changeOf('SOURCE_DEMANDED', coordinate, from, to, message)];
  }
  return [changeOf('SOURCES_CHANGED', coordinate, from, to, `${coordinate} is computed from something else.`)];
}

function sourcesOf({ sources }: ContractField): { readonly urn: string; readonly transform: string | null }[] {
  const given = sources.map(({ urn, transform }) => ({ urn, transform }));
  return given.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** An empty list limits nothing. */
function limitChange(limit: 'RESIDENCY' | 'PURPOSES', before: ContractField, after: ContractField): ContractChange[] {
  const { coordinate } = before;
  const property = limit === 'RESIDENCY' ? 'residency' : 'purposes';
  const [from, to] = [before[property], after[property]];
  const { removed, added } = pairNames(from, to);
  if (removed.length === 0 && added.length === 0) return [];
  const narrowed = from.length === 0 || (to.length > 0 && removed.length > 0);
  const [preposition, noun] = limit === 'RESIDENCY' ? ['in', 'region'] : ['for', 'purpose'];
  const allowed = (names: readonly string[]) =>
    `${preposition} ${names.length === 0 ? `any ${noun}` : names.join(', ')}`;
  const message = `${coordinate} could be used ${allowed(from)} and can be used ${allowed(to)}.`;
  return [changeOf(`${limit}_${narrowed ? 'NARROWED' : 'WIDENED'}`, coordinate, from, to, message)];
}

function legalHoldChange(
  { coordinate, legalHold: before }: ContractField,
  { legalHold: after }: ContractField,
): ContractChange[] {
  if (before === after) return [];
  return after
    ? [changeOf('LEGAL_HOLD_SET', coordinate, before, after, `${coordinate} is held for legal proceedings.`)]
    : [
        changeOf(
          'LEGAL_HOLD_LIFTED',
          coordinate,
          before,
          after,
          `${coordinate} is no longer held for legal proceedings.`,
        ),
      ];
}
