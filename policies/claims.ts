// What words are made of, and the two words that the policy itself derives rules with. Unlike vocabulary.ts this is no content:
// rules that are loaded while the gateway runs use these very objects, so that a derived and a written rule can be the same one.
import type { Caller } from '../kit/caller.ts';
import type { RuleContext } from './evaluate.ts';
import { requires } from './requirement.ts';
import { type Rule, rule } from './shield.ts';

export const isAuthenticated = claim('isAuthenticated', 'an authenticated caller', (caller) => caller.subject !== null);

export const hasScope = memoised((scope: string) =>
  claim(`hasScope(${scope})`, `scope ${scope}`, (caller) => caller.scopes.has(scope)),
);

/** `contextual`: decided by the caller alone, therefore once per request; such a rule may not touch arguments or rows. */
export function claim(name: string, requirement: string, holds: (caller: Caller) => boolean): Rule {
  const made = rule(name, { cache: 'contextual' })((_parent, _args, context: RuleContext) => holds(context.caller));
  return requires(made, requirement);
}

/** One rule object per list of parameters. */
export function memoised<P extends string[]>(make: (...parameters: P) => Rule): (...parameters: P) => Rule {
  const made = new Map<string, Rule>();
  return (...parameters) => {
    const key = parameters.join('\n');
    const known = made.get(key) ?? make(...parameters);
    made.set(key, known);
    return known;
  };
}
