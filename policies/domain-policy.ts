// What a file of policies/domains/ holds: the hand-written rules and masks of one domain, in graphql-shield's own words.
import type { Mask } from './masks/mask.ts';
import type { Rule } from './shield.ts';

export interface DomainPolicy {
  /** Folder below subgraphs/, and name of this file. */
  readonly subgraph: string;
  /** The domain that its contracts name; the rules may speak of coordinates of this domain and of no other. */
  readonly domain: string;
  readonly rules: RuleTree;
  readonly masks: MaskTree;
  /**
   * Type -> who sees the records of the type: others find lists without them, and null where one would be. The contract of the
   * product that the type belongs to must say `rowFiltered: true`. On an interface or union it holds for every type behind it.
   */
  readonly rows?: Readonly<Record<string, Rule>>;
}

/**
 * Type -> field -> rule. The rule of a field stands in for the one derived from its classification; a rule for `*` or for a
 * whole type is asked in addition to it, so that it can close fields but never open them. Rules on an interface are asked
 * in addition as well, in every type that implements it.
 */
export type RuleTree = Readonly<Record<string, Rule | Readonly<Record<string, Rule>>>>;

/** Type -> field -> who sees the clear value, and what everybody else sees. */
export type MaskTree = Readonly<Record<string, Readonly<Record<string, MaskEntry>>>>;

export interface MaskEntry {
  readonly unless: Rule;
  readonly with: Mask;
}
