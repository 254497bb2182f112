// The only importer of graphql-shield and graphql-middleware. Both are loaded as CommonJS: the ES module build is a second
// set of classes (rules of one are not recognised by the other, and the field stays open), and it does not start on Node 23
// and later, where util.isUndefined is gone.
import { createRequire } from 'node:module';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';

const require = createRequire(import.meta.url);

/** What graphql-shield calls at run time and newer versions of Node no longer have. */
const nodeUtil: { isUndefined?: (value: unknown) => boolean } = require('node:util');
nodeUtil.isUndefined ??= (value) => value === undefined;

const shieldModule: typeof Shield = require('graphql-shield');
const middlewareModule: typeof Middleware = require('graphql-middleware');

// Each with its type by name, which the declarations of the package can repeat.
export const shield: typeof Shield.shield = shieldModule.shield;
export const rule: typeof Shield.rule = shieldModule.rule;
export const inputRule: typeof Shield.inputRule = shieldModule.inputRule;
export const and: typeof Shield.and = shieldModule.and;
export const or: typeof Shield.or = shieldModule.or;
export const not: typeof Shield.not = shieldModule.not;
export const chain: typeof Shield.chain = shieldModule.chain;
export const race: typeof Shield.race = shieldModule.race;
export const allow: typeof Shield.allow = shieldModule.allow;
export const deny: typeof Shield.deny = shieldModule.deny;
export const applyMiddleware: typeof Middleware.applyMiddleware = middlewareModule.applyMiddleware;

/** A rule or a connective of rules, as graphql-shield makes them. */
export type Rule = Parameters<typeof Shield.and>[number];

export type Anatomy =
  | { readonly kind: 'leaf'; readonly leaf: LeafRule }
  | { readonly kind: 'and' | 'or' | 'chain' | 'race' | 'not'; readonly parts: readonly Rule[] }
  | { readonly kind: 'allow' | 'deny' };

/** What graphql-shield keeps of `rule(name, { cache, fragment })(func)`. Its types call these private; they are all there is to a rule. */
export interface LeafRule {
  readonly name: string;
  readonly cache: 'strict' | 'contextual' | 'no_cache' | ((...facts: unknown[]) => string);
  /** The fields of the row that the rule reads, as a GraphQL fragment. */
  readonly fragment: string | undefined;
  readonly func: (parent: unknown, args: unknown, context: unknown, info: unknown) => unknown;
}

const connectives: Readonly<Record<string, 'and' | 'or' | 'chain' | 'race' | 'not'>> = {
  RuleAnd: 'and',
  RuleOr: 'or',
  RuleChain: 'chain',
  RuleRace: 'race',
  RuleNot: 'not',
};

/** `inputRule`: a schema for the arguments. It is asked anew at every use, whatever graphql-shield would keep. */
export function isInputRule(value: object): boolean {
  return value.constructor?.name === 'InputRule';
}

/** @returns what a rule is made of; undefined for anything that graphql-shield did not make */
export function anatomyOf(value: unknown): Anatomy | undefined {
  if (value === allow) return { kind: 'allow' };
  if (value === deny) return { kind: 'deny' };
  if (typeof value !== 'object' || value === null) return undefined;
  const made = value.constructor?.name;
  if (made === 'Rule' || made === 'InputRule') return { kind: 'leaf', leaf: value as unknown as LeafRule };
  const kind = connectives[made];
  return kind && { kind, parts: (value as { getRules(): Rule[] }).getRules() };
}
