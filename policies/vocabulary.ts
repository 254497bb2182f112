// The words of the rule tree: claims about the caller, read as sentences, `hasScope('customers:pii:read')`. Each word with
// the same parameters is one rule object with a globally unique name, so that a request evaluates it once. What a client may read
// of a rule names scopes and roles, never a value that a caller or a record has.
// `isAuthenticated` and `hasScope` live in claims.ts, because the policy derives rules with them.
import type { CallerGrant } from '../kit/caller.ts';
import type { Sensitivity } from '../schema/artefact.ts';
import { withCeiling } from './compiler/ceiling.ts';
import { type Rule, rule } from './shield.ts';
import { claim, hasClaim, memoised, rowClaim } from './words/claims.ts';
import { timeWindow } from './words/time-window.ts';

export type { RuleContext } from './decide/evaluate.ts';
export { hasScope, isAuthenticated } from './words/claims.ts';

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
  claim(`hasAttribute(${name}, ${value})`, `the right ${name}`, (caller) => hasClaim(caller, name, value)),
);

/** The application that asks, as the identity provider knows it. */
export const fromClient = memoised((client: string) =>
  claim(`fromClient(${client})`, `the application ${client}`, (caller) => caller.client === client),
);

/** The request is made for this purpose, which the token grants. */
export const purpose = memoised((name: string) =>
  claim(`purpose(${name})`, `purpose ${name}`, (caller) => caller.purpose === name),
);

export const anyPurpose = memoised((...names: string[]) =>
  claim(`anyPurpose(${names.join(', ')})`, `purpose ${names.join(' or ')}`, ({ purpose: selected }) =>
    names.some((name) => name === selected),
  ),
);

/** Asked by way of a gateway in one of these regions. A gateway that does not know where it is is in none. */
export const residency = memoised((...regions: string[]) =>
  claim(`residency(${regions.join(', ')})`, `a gateway in ${regions.join(' or ')}`, (_caller, { region }) =>
    regions.some((allowed) => allowed === region),
  ),
);

/** At this time of day in this place: `withinWindow('08:00', '18:00', 'Europe/Berlin')`. */
export const withinWindow = memoised((from: string, to: string, timeZone: string) => {
  const isWithin = timeWindow(from, to, timeZone);
  const said = `a time between ${from} and ${to} in ${timeZone}`;
  return claim(`withinWindow(${from}, ${to}, ${timeZone})`, said, (_caller, { now }) => isWithin(now()));
});

/** The caller holds a grant for this coordinate or data product. Most rules need not ask: a grant stands in for them. */
export const granted = memoised((target: string) =>
  claim(`granted(${target})`, `a grant for ${target}`, ({ grants = [] }, { now }) =>
    grants.some((grant) => isLive(grant, now) && grant.targets.includes(target)),
  ),
);

/** The caller has broken the glass, for whatever it was. */
export const breakGlass: Rule = claim('breakGlass', 'a broken glass', ({ breakGlass: broken = null }, { now }) =>
  broken === null ? false : isLive(broken, now),
);

/** The field that the rule stands on is classified as this or less. Answered when the policy is compiled. */
export const sensitivityAtMost = memoised((level: string) =>
  withCeiling(
    rule(`sensitivityAtMost(${level})`, { cache: 'contextual' })(() => false),
    level as Sensitivity,
  ),
);

/** The record is of the region of the caller: `sameRegion('Order', 'shipping.region')`. */
export const sameRegion = memoised((typeName: string, path = 'region') =>
  rowClaim({
    name: `sameRegion(${typeName}, ${path})`,
    requirement: 'the region of the record',
    ...{ typeName, path },
    holds: (region, caller) => hasClaim(caller, 'region', region),
  }),
);

/** The caller is the employee in charge: `ownManager('Customer')`, `ownManager('Ticket', 'customer.accountManager.id')`. */
export const ownManager = memoised((typeName: string, path = 'accountManager.id') =>
  rowClaim({
    name: `ownManager(${typeName}, ${path})`,
    requirement: 'to be the account manager in charge',
    ...{ typeName, path },
    holds: (employee, caller) => hasClaim(caller, 'employee_id', employee),
  }),
);

/** The customer has agreed to this use: `consent('MARKETING_EMAIL')`, `consent('DATA_SHARING', 'Order', 'customer.consents')`. */
export const consent = memoised((use: string, typeName = 'Customer', path = 'consents') =>
  rowClaim({
    name: `consent(${use}, ${typeName}, ${path})`,
    requirement: `consent of the customer to ${use}`,
    ...{ typeName, path, fields: ['purpose', 'granted'] },
    holds: (consents) =>
      Array.isArray(consents) && consents.some((given: Given) => given.purpose === use && given.granted === true),
  }),
);

interface Given {
  readonly purpose: string;
  readonly granted: boolean;
}

function isLive({ validUntil }: CallerGrant, now: () => Date): boolean {
  return validUntil > now().getTime() / 1_000;
}
