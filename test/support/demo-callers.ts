// The personas of the demo as callers, from the very claims that their tokens carry.
import { personas } from '../../cli/demo-identity/personas.ts';
import { defaultClaimNames } from '../../gateway/authenticate/authentication-options.ts';
import { callerOfClaims } from '../../gateway/authenticate/caller-of-claims.ts';
import { anonymous, type Caller } from '../../kit/caller.ts';

/** By id, in the order of the demo; `anonymous` first. */
export const demoCallers: ReadonlyMap<string, Caller> = new Map(
  personas.map(({ id, claims }) => [
    id,
    claims === null
      ? anonymous
      : callerOfClaims({ ...claims, roles: [...claims.roles], exp: 2_000_000_000 }, defaultClaimNames, null),
  ]),
);
