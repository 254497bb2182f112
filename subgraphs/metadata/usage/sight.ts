// Who may see who uses what. Counts are for everybody who is logged in; names of clients and of their operations are for auditors,
// for the team that owns the product, and for the client itself, which sees its own.
import type { Caller } from '../../../kit/caller.ts';
import { personOf } from '../access/person.ts';

export interface Sight {
  /** Sees all clients. */
  readonly isAuditor: boolean;
  /** The application that asks, which sees itself; null when it is not known. */
  readonly client: string | null;
  /** Those for whose products the caller sees all clients. */
  readonly teams: readonly string[];
}

/** @throws GordianError UNAUTHENTICATED for whoever has not said who it is */
export function sightOf(caller: Caller): Sight {
  const { client, groups } = personOf(caller);
  return { isAuditor: caller.scopes.has('gordian:audit:read'), client, teams: groups };
}

export function seesUsersOf({ isAuditor, teams }: Sight, ownerTeam: string): boolean {
  return isAuditor || teams.includes(ownerTeam);
}

export function seesAllOf({ isAuditor, client }: Sight, consumer: string): boolean {
  return isAuditor || client === consumer;
}

/** Which client's uses are shown of a product: null for all of them. The empty text is nobody's id. */
export function shownClient(sight: Sight, ownerTeam: string): string | null {
  return seesUsersOf(sight, ownerTeam) ? null : (sight.client ?? '');
}
