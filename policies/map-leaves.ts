// A rule with other rules in the place of some that it holds; what stands in decides, so it has to know whether it is negated.
import { allow, anatomyOf, and, chain, deny, type LeafRule, not, or, type Rule, race } from './shield.ts';

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

function rebuilt(kind: 'and' | 'or' | 'chain' | 'race' | 'not', parts: readonly Rule[]): Rule {
  switch (kind) {
    case 'and':
      return parts.every((part) => part === allow) ? allow : and(...parts);
    case 'chain':
      return parts.every((part) => part === allow) ? allow : chain(...parts);
    case 'or':
      return parts.includes(allow) ? allow : or(...parts);
    case 'race':
      return parts.includes(allow) ? allow : race(...parts);
    case 'not':
      return parts[0] === deny ? allow : not(parts[0]!);
  }
}
