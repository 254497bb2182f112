// Who asks for access or decides about it: a subject at its issuer, and the groups that the identity provider says it is in.
import type { Caller } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';

export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly client: string | null;
  readonly groups: readonly string[];
  /** By the role that the identity provider gives; a group that is called alike says nothing. */
  readonly isService: boolean;
  /** Sees and ends everything, and decides about nothing that contracts leave to others. */
  readonly isSecurity: boolean;
}

/** @throws GordianError UNAUTHENTICATED for whoever has not said who it is */
export function personOf({ issuer = '', subject, client, roles, scopes, claims }: Caller): Person {
  if (subject === null) throw new GordianError('UNAUTHENTICATED', 'Access is for somebody: send a token.');
  const groups = Array.isArray(claims.groups) ? claims.groups.filter((group) => typeof group === 'string') : [];
  const [isService, isSecurity] = [roles.has('service'), scopes.has('gordian:security')];
  return { issuer, subject, client, groups: [...roles, ...groups], isService, isSecurity };
}

/** In the words of the audit. */
export function actorKindOf({ isService }: Person): 'service' | 'user' {
  return isService ? 'service' : 'user';
}

/** Whatever its issuer: of two who are called alike, one is never taken for somebody else. */
export function isSamePerson(one: { readonly subject: string }, other: { readonly subject: string }): boolean {
  return one.subject === other.subject;
}

export function groupsAmong({ groups }: Person, wanted: readonly string[]): string[] {
  return groups.filter((group) => wanted.includes(group));
}
