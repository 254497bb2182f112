// A rule with other rules in the place of some that it holds; what stands in decides, so it has to know whether it is negated.
import {
  type Anatomy,
  allow,
  anatomyOf,
  and,
  chain,
  deny,
  type LeafRule,
  not,
  or,
  type Rule,
  race,
} from '../shield.ts';

/** @returns the leaf itself to leave it where it is */
export type StandIn = (leaf: LeafRule, rule: Rule, isNegated: boolean) => Rule;

/** The very same object when nothing is replaced. */
export function mapLeaves(rule: Rule, standIn: StandIn, isNegated = false): Rule {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind === 'leaf') return standIn(anatomy.leaf, rule, isNegated);
  if (anatomy === undefined || !('parts' in anatomy)) return rule;
  const { kind, parts } = anatomy;
  const mapped = parts.map((part) => mapLeaves(part, standIn, kind === 'not' ? !isNegated : isNegated));
  return mapped.every((part, index) => part === parts[index]) ? rule : rebuilt(kind, mapped);
}

/** In the place of a rule that somebody else asks: whatever it would say, it stops nobody here. */
export function opening(isNegated: boolean): Rule {
  return isNegated ? deny : allow;
}

/** In the place of a rule that nobody can ask: whatever it would say, it opens nothing. */
export function closing(isNegated: boolean): Rule {
  return isNegated ? allow : deny;
}

type Connective = Extract<Anatomy, { readonly parts: readonly Rule[] }>['kind'];

/** What always answers the same decides the whole, or adds nothing to it. */
function rebuilt(kind: Connective, parts: readonly Rule[]): Rule {
  if (kind === 'not') return negated(parts[0]!);
  const needsAll = kind === 'and' || kind === 'chain';
  const [neutral, decisive] = needsAll ? [allow, deny] : [deny, allow];
  const [first, ...others] = parts.filter((part) => part !== neutral);
  if (first === undefined) return neutral;
  if (parts.includes(decisive)) return decisive;
  return others.length === 0 ? first : connectives[kind](first, ...others);
}

const connectives = { and, chain, or, race };

function negated(rule: Rule): Rule {
  if (rule === allow) return deny;
  return rule === deny ? allow : not(rule);
}
