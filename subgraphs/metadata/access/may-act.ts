// What a person may do about a row of the lists of access: what the steps would refuse is not offered. The steps look again.

import { isLive } from './break-glass.ts';
import { mayEnd } from './end-access.ts';
import { approversOfOpenings, judgeRequest } from './judge-request.ts';
import type { KnownTargets } from './known-targets.ts';
import { groupsAmong, isSamePerson, type Person } from './person.ts';
import type { GlassRow } from './queries/glasses.ts';
import type { GrantRow } from './queries/grants.ts';
import type { RequestRow } from './queries/requests.ts';

/** By the groups that the contracts name now. */
export function mayDecide(person: Person, request: RequestRow, known: KnownTargets): boolean {
  if (request.state !== 'PENDING' || isSamePerson(person, request)) return false;
  const openings = request.targets.flatMap((target) => known.openingsOf(target) ?? []);
  return groupsAmong(person, approversOfOpenings(judgeRequest(openings, request).toAgree)).length > 0;
}

export function mayRevoke(person: Person, grant: GrantRow, now: Date): boolean {
  const isOver = grant.revokedAt !== null || grant.validUntil <= now;
  return !isOver && mayEnd(grant, grant.approvers, person);
}

export function mayEndGlass(person: Person, glass: GlassRow, now: Date): boolean {
  return isLive(glass, now) && mayEnd(glass, glass.owners, person);
}

export function mayReview(person: Person, glass: GlassRow, now: Date): boolean {
  const isOpen = glass.verdict === null && !isLive(glass, now);
  const isReviewer = person.isSecurity || groupsAmong(person, glass.owners).length > 0;
  return isOpen && isReviewer && !isSamePerson(person, glass);
}
