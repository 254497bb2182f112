// Random callers: nobody, or somebody with some of the scopes, roles and attributes that rules ask for, and now and then a grant.
import { anonymous, type Caller, type CallerGrant } from '../../../kit/caller.ts';
import { createDice, type Dice } from '../../support/federation/dice.ts';
import { domainNames } from './draw-policy.ts';
import { clients, purposes, regions, roles, scopes } from './draw-rules.ts';

/** A caller as JSON. */
export interface CallerModel {
  readonly subject: string | null;
  readonly client: string | null;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly region: string;
  readonly purpose: string | null;
  readonly grants: readonly CallerGrant[];
  readonly breakGlass: CallerGrant | null;
  /** Of the token, beside the region. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const domainScopes = domainNames.flatMap((domain) =>
  ['confidential:read', 'restricted:read', 'pii:read', 'write'].map((right) => `${domain}:${right}`),
);

export function drawCaller(coordinates: readonly string[], seed: string): CallerModel {
  const dice = createDice(`caller ${seed}`);
  const { chance, pick } = dice;
  const share = pick([15, 50, 85]);
  const isSomebody = chance(85);
  return {
    subject: isSomebody ? pick(['ada', 'bob', 'cleo']) : null,
    client: isSomebody ? pick(clients) : null,
    scopes: isSomebody ? [...scopes, ...domainScopes].filter(() => chance(share)) : [],
    roles: isSomebody ? roles.filter(() => chance(share)) : [],
    region: pick(regions),
    purpose: isSomebody && chance(60) ? pick(purposes) : null,
    grants: isSomebody && chance(30) ? [drawGrant(dice, coordinates, 'g1'), drawGrant(dice, coordinates, 'g2')] : [],
    breakGlass: isSomebody && chance(6) ? drawGrant(dice, coordinates, 'glass') : null,
  };
}

export const aLongTimeAgo = 1_000_000_000;
export const aLongTimeAhead = 10_000_000_000;

function drawGrant({ chance, pick, some, below }: Dice, coordinates: readonly string[], id: string): CallerGrant {
  const product = `${pick(domainNames)}/${pick(['one', 'two'])}`;
  return {
    id,
    targets: chance(30) ? [product] : some(coordinates, 1 + below(6)),
    outcome: chance(70) ? 'ALLOW' : 'MASK',
    validUntil: chance(85) ? aLongTimeAhead : aLongTimeAgo,
  };
}

export function callerOf({ scopes, roles, region, claims: others, ...rest }: CallerModel): Caller {
  const claims = rest.subject === null ? {} : { region, ...others };
  return { ...anonymous, ...rest, scopes: new Set(scopes), roles: new Set(roles), claims, expiresAt: null };
}
