// What is granted, by who holds it: made from a snapshot and never changed.
import type { Caller, CallerGrant } from '../../kit/caller.ts';
import type { GrantsSnapshot, HeldGrant } from './grants-source.ts';

export interface HeldGrants {
  /** Of everybody. */
  readonly ids: ReadonlySet<string>;
  of(caller: Caller): readonly CallerGrant[];
  brokenGlass(caller: Caller, ticket: string): CallerGrant | undefined;
}

export const nothingHeld: HeldGrants = { ids: new Set(), of: () => [], brokenGlass: () => undefined };

export function heldGrants({ grants }: GrantsSnapshot): HeldGrants {
  const byPerson = new Map<string, CallerGrant[]>();
  const byTicket = new Map<string, CallerGrant>();
  for (const grant of grants) {
    if (grant.ticket !== null) byTicket.set(keyOf(grant, grant.ticket), callerGrant(grant));
    else byPerson.set(keyOf(grant), [...(byPerson.get(keyOf(grant)) ?? []), callerGrant(grant)]);
  }
  return {
    ids: new Set(grants.map(({ id }) => id)),
    of: (caller) => byPerson.get(keyOf(caller)) ?? none,
    brokenGlass: (caller, ticket) => byTicket.get(keyOf(caller, ticket)),
  };
}

const none: readonly CallerGrant[] = [];

/** Nobody anonymous is stored, so nobody anonymous is found. */
function keyOf({ issuer = '', subject }: Pick<Caller, 'issuer' | 'subject'>, ...more: string[]): string {
  return JSON.stringify([issuer, subject, ...more]);
}

function callerGrant({ id, targets, outcome, purpose, validUntil }: HeldGrant): CallerGrant {
  return Object.freeze({ id, targets, outcome, ...(purpose !== null && { purpose }), validUntil });
}
