// What would open a rule, in words that a client may read: scopes and roles by name, never the caller's own attributes.
import { anatomyOf, type Rule } from './shield.ts';

const requirements = new WeakMap<object, string>();

/** Notes what a caller must have for the rule to allow, such as `scope customers:pii:read`. */
export function requires(rule: Rule, requirement: string): Rule {
  requirements.set(rule, requirement);
  return rule;
}

/** @returns null when the rule does not say; the client then only learns that the policy denies */
export function requirementOf(rule: Rule): string | null {
  const noted = requirements.get(rule);
  if (noted !== undefined) return noted;
  const anatomy = anatomyOf(rule);
  if (anatomy === undefined || !('parts' in anatomy) || anatomy.kind === 'not') return null;
  const parts = anatomy.parts.map(requirementOf);
  if (parts.includes(null)) return null;
  return parts.join(anatomy.kind === 'and' || anatomy.kind === 'chain' ? ' and ' : ' or ');
}

/** The rule as written, for reports and the policy version: `and(isAuthenticated, hasScope(orders:write))`. */
export function printRule(rule: Rule): string {
  const anatomy = anatomyOf(rule);
  if (anatomy === undefined) return 'not a rule';
  if (anatomy.kind === 'leaf') return anatomy.leaf.name;
  if (!('parts' in anatomy)) return anatomy.kind;
  return `${anatomy.kind}(${anatomy.parts.map(printRule).join(', ')})`;
}
