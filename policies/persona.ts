// A caller of the policy tests as reviewed content: what its token says, and under which circumstances it asks.
import { anonymous, type Caller, type CallerGrant } from '../kit/caller.ts';
import type { Asker } from './review/counterfactual.ts';

export interface Persona {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What the token says beside issuer, audience and times; null for whoever sends no token. */
  readonly claims: PersonaClaims | null;
  readonly asks?: PersonaCircumstances;
}

export interface PersonaClaims {
  readonly sub: string;
  /** The application that the persona uses. */
  readonly azp: string;
  readonly scope: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly department: string;
  readonly region: string;
  /** Of those who look after customers. */
  readonly employee_id?: string;
  /** Of a service that reports on data: the slugs of the domains, with spaces between them. */
  readonly domains?: string;
}

/** What does not come with the token. */
export interface PersonaCircumstances {
  /** The purpose that the request selects; none by default. */
  readonly purpose?: string;
  /** The region of the gateway that is asked; a gateway that was not told its region by default. */
  readonly gatewayRegion?: string;
  readonly grants?: readonly CallerGrant[];
  /** A login with more than a password, by a method of RFC 8176. */
  readonly steppedUp?: { readonly minutesAgo: number; readonly method: string };
}

/** Those whose token is all there is to them, so that a demo can hand it out; where and for what they ask is up to each request. */
export function tokenHolders(personas: readonly Persona[]): Persona[] {
  return personas.filter(({ asks }) => asks?.grants === undefined && asks?.steppedUp === undefined);
}

/** Personas do not expire: 2100-01-01, in seconds since the epoch. */
const expiresAt = 4_102_444_800;

/** As the gateway makes a caller of the persona's token, when it reads the default names of claims. */
export function callerOf({ claims, asks = {} }: Persona): Caller {
  if (claims === null) return anonymous;
  const { sub, ...others } = claims;
  return {
    subject: sub,
    client: claims.azp,
    scopes: new Set(claims.scope.split(' ').filter((scope) => scope !== '')),
    roles: new Set(claims.roles),
    claims: { ...others, ...claimsOfLogin(asks) },
    purpose: asks.purpose ?? null,
    expiresAt,
    ...(asks.grants === undefined ? {} : { grants: asks.grants }),
  };
}

function claimsOfLogin({ steppedUp }: PersonaCircumstances): Readonly<Record<string, unknown>> {
  if (steppedUp === undefined) return {};
  return { auth_time: Math.floor(Date.now() / 1_000) - steppedUp.minutesAgo * 60, amr: [steppedUp.method] };
}

/** The persona where and for what it asks; the overrides win over its own circumstances. */
export function askerOf(persona: Persona, overrides: PersonaCircumstances = {}): Asker {
  const asks = { ...persona.asks, ...overrides };
  return {
    caller: callerOf({ ...persona, asks }),
    circumstances: { region: asks.gatewayRegion ?? null, now: () => new Date() },
  };
}
