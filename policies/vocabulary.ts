// The words of the rule tree: claims about the caller, read as sentences, `hasScope('customers:pii:read')`. Each word with
// the same parameters is one rule object with a globally unique name, so that a request evaluates it once.
// `isAuthenticated` and `hasScope` live in claims.ts, because the policy derives rules with them.
import { claim, memoised } from './claims.ts';

export { hasScope, isAuthenticated } from './claims.ts';
export type { RuleContext } from './evaluate.ts';

export const hasAnyScope = memoised((...scopes: string[]) =>
  claim(`hasAnyScope(${scopes.join(', ')})`, `one of the scopes ${scopes.join(', ')}`, (caller) =>
    scopes.some((scope) => caller.scopes.has(scope)),
  ),
);

/** Any scope of the domain, whatever it opens: the caller is known to the domain. */
export const hasScopeOf = memoised((domain: string) =>
  claim(`hasScopeOf(${domain})`, `a scope of ${domain}`, (caller) =>
    [...caller.scopes].some((scope) => scope.startsWith(`${domain}:`)),
  ),
);

export const hasRole = memoised((role: string) =>
  claim(`hasRole(${role})`, `role ${role}`, (caller) => caller.roles.has(role)),
);

/** The token holds the claim with exactly this value, or a list with it. */
export const hasAttribute = memoised((name: string, value: string) =>
  claim(`hasAttribute(${name}, ${value})`, `${name} ${value}`, (caller) => {
    const held = Object.hasOwn(caller.claims, name) ? caller.claims[name] : undefined;
    return Array.isArray(held) ? held.includes(value) : held === value;
  }),
);

/** The application that asks, as the identity provider knows it. */
export const fromClient = memoised((client: string) =>
  claim(`fromClient(${client})`, `the application ${client}`, (caller) => caller.client === client),
);

/** The request is made for this purpose, which the token grants. */
export const purpose = memoised((name: string) =>
  claim(`purpose(${name})`, `purpose ${name}`, (caller) => caller.purpose === name),
);
