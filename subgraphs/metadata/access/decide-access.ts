// Deciding about a request: by the groups that the contracts name now, never by whoever asked, and by two people where a
// contract says so. The request is locked first, so of two who act at once the second one sees what the first has done.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { badInput } from '../../../kit/user-input.ts';
import {
  type AccessServices,
  alreadyDecided,
  notAnApprover,
  notFound,
  openingsOfTargets,
  reasonInput,
  selfApproval,
} from './access-services.ts';
import { approversOfOpenings, isAgreed, judgeRequest } from './judge-request.ts';
import type { Opening } from './known-targets.ts';
import { lapseRequests } from './lapse-requests.ts';
import { groupsAmong, isSamePerson, type Person } from './person.ts';
import {
  type ApprovalRow,
  approvalsOfRequests,
  closeRequest,
  insertApproval,
  lockRequest,
  type RequestRow,
} from './queries/requests.ts';
import { recordStep } from './record-step.ts';
import { endOf, grant } from './request-access.ts';

export interface AccessDecisionInput {
  readonly id: string;
  readonly approve: boolean;
  readonly reason: string;
  /** Null: as long as was asked for. */
  readonly until?: Date | null;
}

export async function decideAccess(
  services: AccessServices,
  person: Person,
  input: AccessDecisionInput,
): Promise<RequestRow> {
  const { database, clock, known } = services;
  await lapseRequests(services);
  const reason = reasonInput('reason', input.reason);
  return database.transaction(async (transaction) => {
    const request = await lockRequest(transaction, input.id);
    if (!request) throw notFound('request');
    if (isSamePerson(person, request)) throw selfApproval();
    const openings = openingsOfTargets(known, request.targets);
    const { toAgree } = judgeRequest(openings, request);
    const approvers = approversOfOpenings(toAgree);
    const groups = groupsAmong(person, approvers);
    if (groups.length === 0) throw notAnApprover(approvers);
    if (request.state !== 'PENDING') throw alreadyDecided(`The request is ${request.state} already.`);

    const now = clock.now();
    const decided = await decide(transaction, request, { ...input, person, openings, toAgree, groups, reason, now });
    await recordStep(transaction, person, {
      action: input.approve ? 'access.agreed' : 'access.denied',
      of: 'request',
      id: request.id,
      at: now,
      payload: { groups, reason, state: decided.state },
    });
    return decided;
  });
}

interface Deciding extends AccessDecisionInput {
  readonly person: Person;
  readonly openings: readonly Opening[];
  readonly toAgree: readonly Opening[];
  /** In whose name. */
  readonly groups: readonly string[];
  readonly now: Date;
}

async function decide(transaction: Queries, request: RequestRow, deciding: Deciding): Promise<RequestRow> {
  const { person, groups, reason, now } = deciding;
  if (!deciding.approve)
    return closeRequest(transaction, request.id, {
      state: 'DENIED',
      decidedBy: person.subject,
      decidedAt: now,
      reason,
    });
  const until = untilInput(deciding.until ?? null, request, now);
  await insertApproval(transaction, request.id, person, { groups, reason, until, at: now });
  return grantIfAgreed(transaction, request, deciding);
}

async function grantIfAgreed(
  transaction: Queries,
  request: RequestRow,
  { person, openings, toAgree, reason, now }: Deciding,
): Promise<RequestRow> {
  const approvals = await approvalsOfRequests(transaction, [request.id]);
  if (!isAgreed(toAgree, approvals)) return request;
  const until = earliest([endOf(request, now), ...approvals.flatMap((approval) => approval.until ?? [])]);
  if (until <= now) throw expired(approvals, now);
  await grant(transaction, request, openings, now, until);
  return closeRequest(transaction, request.id, {
    state: 'APPROVED',
    decidedBy: person.subject,
    decidedAt: now,
    reason,
  });
}

function untilInput(until: Date | null, request: RequestRow, now: Date): Date | null {
  if (until === null || (until > now && until <= endOf(request, now))) return until;
  throw badInput('until', 'must lie ahead, and within the time that was asked for');
}

/** Somebody agreed to less than the time that the others took. */
function expired(approvals: readonly ApprovalRow[], now: Date): GordianError {
  const who = approvals.find(({ until }) => until !== null && until <= now)!.subject;
  return new GordianError(
    'CONFLICT',
    `The time that ${who} has agreed to is over. Deny the request, so that it is asked again.`,
  );
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}
