// A policy as plain data, so that a failing case can be kept and made small: rules, classifications, masks, rows and guardrails.
// From it are made the sources that our compiler reads, and the tree that graphql-shield reads.
import type { Rule } from '../../../policies/shield.ts';
import type { Classification } from '../../../schema/artefact.ts';

export interface PolicyModel {
  /** Coordinates that are missing are classified by no contract. */
  readonly classifications: Readonly<Record<string, Classification>>;
  readonly domains: readonly DomainModel[];
  readonly guardrails: readonly GuardrailModel[];
}

export interface DomainModel {
  readonly domain: string;
  /** Type -> field or `*` -> rule. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, RuleModel>>>>;
  readonly masks: Readonly<Record<string, Readonly<Record<string, MaskModel>>>>;
  /** Type -> who sees its objects. */
  readonly rows: Readonly<Record<string, RuleModel>>;
}

export interface MaskModel {
  readonly unless: RuleModel;
  readonly mask: string;
}

/** Speaks of coordinates of one level. */
export interface GuardrailModel {
  readonly level: Classification['level'];
  readonly rule: RuleModel;
  readonly yieldsToGrants: boolean;
}

export type RuleModel =
  | ConnectiveModel
  | NegationModel
  | ClaimModel
  | LeafModel
  | RepositoryRule
  | { readonly kind: 'allow' | 'deny' };

export interface ConnectiveModel {
  readonly kind: 'and' | 'or' | 'chain' | 'race';
  readonly parts: readonly RuleModel[];
}

export interface NegationModel {
  readonly kind: 'not';
  readonly part: RuleModel;
}

/** A word of the vocabulary. */
export interface ClaimModel {
  readonly kind: 'claim';
  readonly word: 'isAuthenticated' | 'hasScope' | 'hasAnyScope' | 'hasRole' | 'hasAttribute' | 'fromClient' | 'purpose';
  readonly parameters: readonly string[];
}

/** A rule as the repository has it, over the caller alone. Not data: what it is part of cannot be kept as a file. */
export interface RepositoryRule {
  readonly kind: 'repository';
  readonly rule: Rule;
}

/** A rule of our own, which answers by a throw of dice over the facts that it may read. */
export interface LeafModel {
  readonly kind: 'caller' | 'arguments' | 'row';
  readonly salt: string;
  /** Of 100 different facts, how many it allows, and over how many it throws. */
  readonly allows: number;
  readonly fails: number;
  readonly isAsync: boolean;
  /** Of rules that read the row. */
  readonly fragment?: { readonly typeName: string; readonly fields: readonly FieldModel[] };
}

export interface FieldModel {
  readonly name: string;
  /** Empty for a leaf. */
  readonly below: readonly FieldModel[];
}

/** The rule in one line; equal text, equal rule. */
export function nameOf(rule: LeafModel): string {
  const { kind, salt, allows, fails, isAsync, fragment } = rule;
  const reads = fragment ? ` of ${fragment.typeName} { ${printFields(fragment.fields)} }` : '';
  return `${salt} ${kind}${reads} ${allows} ${fails}${isAsync ? ' async' : ''}`;
}

export function printFields(fields: readonly FieldModel[]): string {
  return fields.map(({ name, below }) => (below.length > 0 ? `${name} { ${printFields(below)} }` : name)).join(' ');
}

/** Whether some rule reads rows, or some rows are hidden. */
export function readsRows({ domains }: PolicyModel): boolean {
  return domains.some(
    ({ rules, masks, rows }) => Object.keys(rows).length > 0 || JSON.stringify([rules, masks]).includes('"kind":"row"'),
  );
}
