// The guarantee axis, rules about the data. A rule without a name of its own is known by what it says, not by its place in the list.
import type { Contract } from '../contract/contract.ts';
import type { Expectation, QualityRule } from '../contract/quality-rule.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { byName, pairUp } from './pair-up.ts';
import { isSame, unordered } from './plain-data.ts';

export function qualityChanges(before: Contract, after: Contract): ContractChange[] {
  const [earlier, later] = [byName(rulesOf(before), contentOf), byName(rulesOf(after), contentOf)];
  const { removed, added } = pairUp(earlier, later);
  const others = pairUp(byName(removed, idOf), byName(added, idOf));
  return [
    ...others.removed.map((rule) =>
      changeOf('QUALITY_RULE_REMOVED', rule.element, shown(rule), null, `The rule ${named(rule)} is gone.`),
    ),
    ...others.added.map((rule) =>
      changeOf('QUALITY_RULE_ADDED', rule.element, null, shown(rule), `The rule ${named(rule)} is new.`),
    ),
    ...others.kept.map(([from, to]) => keptRule(from, to)),
  ];
}

function keptRule(before: QualityRule, after: QualityRule): ContractChange {
  const kind = kindOf(before, after);
  const message = {
    QUALITY_RULE_RELAXED: 'lets pass more',
    QUALITY_RULE_TIGHTENED: 'lets pass less',
    QUALITY_RULE_CHANGED: 'says something else',
  }[kind];
  return changeOf(kind, before.element, shown(before), shown(after), `The rule ${named(before)} ${message}.`);
}

function kindOf(before: QualityRule, after: QualityRule) {
  if (!isSame({ ...shown(before), expectation: null }, { ...shown(after), expectation: null }))
    return 'QUALITY_RULE_CHANGED';
  const [from, to] = [accepted(before), accepted(after)];
  if (from === null || to === null) return 'QUALITY_RULE_CHANGED';
  if (isWithin(to, from)) return 'QUALITY_RULE_TIGHTENED';
  return isWithin(from, to) ? 'QUALITY_RULE_RELAXED' : 'QUALITY_RULE_CHANGED';
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Whether the end itself is accepted. */
  readonly includesFrom: boolean;
  readonly includesTo: boolean;
}

/** Null when what is accepted is not one span of numbers. */
function accepted(rule: QualityRule): Span | null {
  const expectation = rule.type === 'text' ? null : rule.expectation;
  return expectation === null ? null : spanOf(expectation);
}

function spanOf({ operator, value }: Expectation): Span | null {
  const open = { from: -Infinity, to: Infinity, includesFrom: false, includesTo: false };
  switch (operator) {
    case 'mustBe':
      return typeof value === 'number' ? { from: value, to: value, includesFrom: true, includesTo: true } : null;
    case 'mustBeGreaterThan':
      return { ...open, from: value };
    case 'mustBeGreaterOrEqualTo':
      return { ...open, from: value, includesFrom: true };
    case 'mustBeLessThan':
      return { ...open, to: value };
    case 'mustBeLessOrEqualTo':
      return { ...open, to: value, includesTo: true };
    case 'mustBeBetween':
      return { ...open, from: value[0], to: value[1] };
    default:
      return null;
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  const above = inner.from > outer.from || (inner.from === outer.from && (outer.includesFrom || !inner.includesFrom));
  const below = inner.to < outer.to || (inner.to === outer.to && (outer.includesTo || !inner.includesTo));
  return above && below;
}

function rulesOf({ objects }: Contract): QualityRule[] {
  return objects.flatMap(({ quality, fields }) => [...quality, ...fields.flatMap((field) => field.quality)]);
}

function idOf({ id }: QualityRule): string {
  return id;
}

function contentOf(rule: QualityRule): string {
  return JSON.stringify(shown(rule));
}

/** What the rule promises; not how it is called, described or scheduled. */
function shown(rule: QualityRule) {
  const { type, element, severity } = rule;
  const frame = { type, element, severity };
  switch (rule.type) {
    case 'library':
      return { ...frame, measure: unordered(rule.measure), unit: rule.unit, expectation: rule.expectation };
    case 'sql':
      return { ...frame, query: rule.query, unit: rule.unit, expectation: rule.expectation };
    case 'custom':
      return { ...frame, engine: rule.engine, implementation: rule.implementation, expectation: rule.expectation };
    case 'text':
      return { ...frame, description: rule.description };
  }
}

function named({ id, element }: QualityRule): string {
  return id.startsWith(element) ? id : `"${id}" about ${element}`;
}
