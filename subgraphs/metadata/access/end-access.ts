// Ending what was asked for or granted: by whoever asked, by those who decide about it, or by security.
import { type AccessServices, alreadyDecided, notAnApprover, notFound, reasonInput } from './access-services.ts';
import { groupsAmong, type Person } from './person.ts';
import { endGrant, type GrantRow, lockGrant } from './queries/grants.ts';
import { closeRequest, lockRequest, type OfPerson, type RequestRow } from './queries/requests.ts';
import { recordStep } from './record-step.ts';

export async function cancelRequest(
  { database, clock }: AccessServices,
  person: Person,
  id: string,
): Promise<RequestRow> {
  return database.transaction(async (transaction) => {
    const request = await lockRequest(transaction, id);
    // Whose request it is, is nobody else's business.
    if (!request || !isOwn(request, person)) throw notFound('request of yours');
    if (request.state === 'CANCELLED') return request;
    if (request.state !== 'PENDING') throw alreadyDecided(`The request is ${request.state} already.`);
    const reason = 'Cancelled by whoever asked.';
    const at = clock.now();
    const cancelled = await closeRequest(transaction, id, {
      state: 'CANCELLED',
      decidedBy: person.subject,
      decidedAt: at,
      reason,
    });
    await recordStep(transaction, person, { action: 'access.cancelled', of: 'request', id, at, payload: {} });
    return cancelled;
  });
}

export async function revokeGrant(
  { database, clock }: AccessServices,
  person: Person,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<GrantRow> {
  const text = reasonInput('reason', reason);
  return database.transaction(async (transaction) => {
    const held = await lockGrant(transaction, id);
    if (!held) throw notFound('grant');
    requireMayEnd(held, held.approvers, person);
    const at = clock.now();
    if (held.revokedAt !== null || held.validUntil <= at) throw alreadyDecided('The grant has ended already.');
    const ended = await endGrant(transaction, id, { at, by: person.subject, reason: text });
    const payload = { holder: held.subject, targets: held.targets, reason: text };
    await recordStep(transaction, person, { action: 'access.revoked', of: 'grant', id, at, payload });
    return ended;
  });
}

/** @throws GordianError NOT_AN_APPROVER */
export function requireMayEnd(held: OfPerson, deciders: readonly string[], person: Person): void {
  if (!mayEnd(held, deciders, person)) throw notAnApprover(deciders);
}

export function mayEnd(held: OfPerson, deciders: readonly string[], person: Person): boolean {
  return isOwn(held, person) || person.isSecurity || groupsAmong(person, deciders).length > 0;
}

export function isOwn(held: OfPerson, person: Person): boolean {
  return held.issuer === person.issuer && held.subject === person.subject;
}
