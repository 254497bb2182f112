// What words are made of, and the words that the policy itself asks with. Unlike vocabulary.ts this is no content: rules that are
// loaded while the gateway runs use these very objects, so that a derived and a written rule can be the same one.
import type { Caller } from '../../kit/caller.ts';
import type { RuleContext } from '../decide/evaluate.ts';
import { requires } from '../requirement.ts';
import { type Rule, rule } from '../shield.ts';

export const isAuthenticated: Rule = claim(
  'isAuthenticated',
  'an authenticated caller',
  (caller) => caller.subject !== null,
);

export const hasScope = memoised((scope: string) =>
  claim(`hasScope(${scope})`, `scope ${scope}`, (caller) => caller.scopes.has(scope)),
);

/** `contextual`: decided by the caller alone, therefore once per request; such a rule may not touch arguments or rows. */
export function claim(
  name: string,
  requirement: string,
  holds: (caller: Caller, context: RuleContext) => boolean,
): Rule {
  const made = rule(name, { cache: 'contextual' })((_parent, _args, context: RuleContext) =>
    holds(context.caller, context),
  );
  return requires(made, requirement);
}

export interface RowClaim {
  readonly name: string;
  readonly requirement: string;
  /** The type that the rule stands on. */
  readonly typeName: string;
  /** From there to what it reads, `customer.accountManager.id`; through single objects, and at its end a value or a list. */
  readonly path: string;
  /** What it reads of each element, where the path ends at objects. */
  readonly fields?: readonly string[];
  /** @param value null when there is none */
  readonly holds: (value: unknown, caller: Caller) => boolean;
}

/** Decided by the caller and a part of the row. */
export function rowClaim({ name, requirement, typeName, path, fields = [], holds }: RowClaim): Rule {
  const steps = path.split('.');
  const selection = [...steps, ...(fields.length > 0 ? [fields.join(' ')] : [])].reduceRight(
    (below, step) => `{ ${step} ${below} }`,
    '',
  );
  const made = rule(name, { cache: 'no_cache', fragment: `... on ${typeName} ${selection}` })(
    (row, _args, { caller }: RuleContext) => holds(valueAt(row, steps), caller),
  );
  return requires(made, requirement);
}

/** What the token says under a name: a value, or one of a list. Whatever is empty or missing is equal to nothing. */
export function hasClaim({ claims }: Caller, name: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  const held = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return Array.isArray(held) ? held.includes(value) : held === value;
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

function valueAt(row: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | null)?.[step] ?? null, row);
}
