// Rules of graphql-shield from their models. The same answers are given to our compiler and to the oracle; only what is left of
// a rule that throws differs, because graphql-shield calls it a refusal and lets `not` turn that into permission.
import type { Caller } from '../../../kit/caller.ts';
import { allow, and, chain, deny, not, or, type Rule, race, rule } from '../../../policies/shield.ts';
import {
  fromClient,
  hasAnyScope,
  hasAttribute,
  hasRole,
  hasScope,
  isAuthenticated,
  purpose,
} from '../../../policies/vocabulary.ts';
import { randomOf } from '../../support/federation/dice.ts';
import {
  type ClaimModel,
  type FieldModel,
  type LeafModel,
  nameOf,
  printFields,
  type RuleModel,
} from './policy-model.ts';

export interface LeafOptions<Context> {
  /** What the row holds, where the parent of a rule is not the row itself. */
  readonly readRow: (parent: unknown, fields: readonly FieldModel[], context: Context) => unknown;
  readonly onFault: (context: Context) => void;
  /** What a rule answers that throws; without it, it throws. `isDenied`: whether it stands under an odd number of `not`. */
  readonly failed?: (isNegated: boolean) => boolean;
}

interface HasCaller {
  readonly caller: Caller;
}

/** @returns a builder that makes each rule once: rules of one name must be one rule */
export function ruleBuilder<Context extends HasCaller>(options: LeafOptions<Context>): (model: RuleModel) => Rule {
  const leaves = new Map<string, Rule>();

  const leaf = (model: LeafModel, isNegated: boolean): Rule => {
    const name = options.failed && isNegated ? `${nameOf(model)} negated` : nameOf(model);
    const made = leaves.get(name) ?? makeLeaf(name, model, isNegated, options);
    leaves.set(name, made);
    return made;
  };

  const build = (model: RuleModel, isNegated: boolean): Rule => {
    switch (model.kind) {
      case 'allow':
        return allow;
      case 'deny':
        return deny;
      case 'not':
        return not(build(model.part, !isNegated));
      case 'repository':
        return model.rule;
      case 'claim':
        return claim(model);
      case 'caller':
      case 'arguments':
      case 'row':
        return leaf(model, isNegated);
      default:
        return connectives[model.kind](...model.parts.map((part) => build(part, isNegated)));
    }
  };
  return (model) => build(model, false);
}

const connectives = { and, or, chain, race };

function claim({ word, parameters: [one = '', other = ''] }: ClaimModel): Rule {
  switch (word) {
    case 'isAuthenticated':
      return isAuthenticated;
    case 'hasScope':
      return hasScope(one);
    case 'hasAnyScope':
      return hasAnyScope(one, other);
    case 'hasRole':
      return hasRole(one);
    case 'hasAttribute':
      return hasAttribute(one, other);
    case 'fromClient':
      return fromClient(one);
    default:
      return purpose(one);
  }
}

function makeLeaf<Context extends HasCaller>(
  name: string,
  model: LeafModel,
  isNegated: boolean,
  { readRow, onFault, failed }: LeafOptions<Context>,
): Rule {
  const { kind, isAsync, fragment } = model;
  const cache = kind === 'caller' ? 'contextual' : 'no_cache';
  const settings = fragment
    ? { cache, fragment: `fragment F on ${fragment.typeName} { ${printFields(fragment.fields)} }` }
    : { cache };
  const decide = (parent: unknown, args: unknown, context: Context): unknown => {
    try {
      const facts =
        kind === 'caller'
          ? callerFacts(context.caller)
          : kind === 'arguments'
            ? args
            : readRow(parent, fragment!.fields, context);
      return answer(model, stable(facts));
    } catch (fault) {
      onFault(context);
      if (failed) return failed(isNegated);
      throw fault;
    }
  };
  const func = isAsync ? async (...given: [unknown, unknown, Context]) => decide(...given) : decide;
  return rule(name, settings as never)(func as never);
}

/** What is no permission: everything but true. */
const refusals: readonly unknown[] = [false, false, undefined, null, 0, 1, {}];

function answer({ salt, allows, fails }: LeafModel, facts: string): unknown {
  const random = randomOf(`${salt} ${facts}`);
  const roll = random(100);
  if (roll < fails) throw new Error(`the rule ${salt} cannot judge ${facts}`);
  return roll < fails + allows ? true : refusals[random(refusals.length)];
}

function callerFacts({ subject, client, scopes, roles, purpose }: Caller): unknown {
  return [subject, client, [...scopes].sort(), [...roles].sort(), purpose];
}

/** The fields of a row that is there, in the order of the fragment. */
export function readFields(row: unknown, fields: readonly FieldModel[]): unknown {
  return fields.map(({ name, below }) => readBelow((row as Record<string, unknown>)[name], below));
}

function readBelow(value: unknown, below: readonly FieldModel[]): unknown {
  if (below.length === 0 || value === null) return value;
  return Array.isArray(value) ? value.map((item) => readBelow(item, below)) : readFields(value, below);
}

/** Reads nothing but what is there: a row refuses to be asked for anything else. */
function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner)}`).join()}}`;
}
