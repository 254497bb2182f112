// Asking for access: checked, judged by the policies, and either granted at once or left to the people whom the contract
// names. Asked twice, it is one request.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import { isoDuration, secondsOfDuration } from '../freshness/duration.ts';
import { type AccessServices, openingsOfTargets, reasonInput, targetsInput } from './access-services.ts';
import { approversOfOpenings, judgeRequest, maxDurationSeconds } from './judge-request.ts';
import type { KnownTargets, Opening } from './known-targets.ts';
import { lapseRequests } from './lapse-requests.ts';
import type { Person } from './person.ts';
import { insertGrant } from './queries/grants.ts';
import { notifyTeams } from './queries/notifications.ts';
import {
  countTargets,
  type GrantOutcome,
  insertRequest,
  lockPerson,
  type RequestRow,
  sameRequest,
  type Wish,
} from './queries/requests.ts';
import { recordStep } from './record-step.ts';

export interface AccessRequestInput {
  readonly targets: readonly string[];
  readonly outcome: GrantOutcome;
  readonly purpose: string;
  readonly justification: string;
  readonly duration: string;
}

/** What a person holds travels with each of its requests to each subgraph, so it has to stay small. */
const maxTargetsOfPerson = 100;

export async function requestAccess(
  services: AccessServices,
  person: Person,
  input: AccessRequestInput,
): Promise<RequestRow> {
  const targets = targetsInput(input.targets);
  const openings = openingsOfTargets(services.known, targets);
  const wish = {
    targets,
    outcome: input.outcome,
    purpose: purposeInput(input.purpose, targets, services.known),
    durationSeconds: durationInput(input.duration, openings),
  };
  const justification = reasonInput('input.justification', input.justification);
  await lapseRequests(services);
  return services.database.transaction(async (transaction) => {
    const now = services.clock.now();
    await lockPerson(transaction, person);
    const same = await sameRequest(transaction, person, wish, now);
    if (same) return same;
    await requireRoom(transaction, person, wish, now);
    return place(transaction, person, { ...wish, justification, requestedAt: now }, openings);
  });
}

/** What the contract allows for other purposes only would stay closed, whoever agreed. */
function purposeInput(text: string, targets: readonly string[], known: KnownTargets): string {
  const purpose = textInput('input.purpose', text, 1, 100);
  for (const target of targets) {
    const allowed = known.purposesOf(target);
    if (allowed?.includes(purpose) === false)
      throw badInput(
        'input.purpose',
        `must be one of ${allowed.join(', ')}, for the contract allows ${target} for nothing else`,
      );
  }
  return purpose;
}

function durationInput(duration: string, openings: readonly Opening[]): number {
  const seconds = secondsOfDuration(duration, 'input.duration');
  const longest = maxDurationSeconds(openings);
  if (seconds > longest) throw badInput('input.duration', `may be at most ${isoDuration(longest)} for these targets`);
  return seconds;
}

async function requireRoom(transaction: Queries, person: Person, { targets }: Wish, now: Date): Promise<void> {
  if ((await countTargets(transaction, person, now)) + targets.length <= maxTargetsOfPerson) return;
  throw new GordianError(
    'ACCESS_LIMIT_EXCEEDED',
    `One person may ask for and hold ${maxTargetsOfPerson} targets at once. Cancel or give back what is not needed.`,
  );
}

type Asked = Wish & Pick<RequestRow, 'justification' | 'requestedAt'>;

async function place(
  transaction: Queries,
  person: Person,
  asked: Asked,
  openings: readonly Opening[],
): Promise<RequestRow> {
  const { results, toAgree } = judgeRequest(openings, asked);
  const approvers = approversOfOpenings(toAgree);
  const isGranted = toAgree.length === 0;
  const request = await insertRequest(transaction, {
    ...person,
    ...asked,
    state: isGranted ? 'APPROVED' : 'PENDING',
    policy: results,
    approvers,
    decidedAt: isGranted ? asked.requestedAt : null,
    decisionReason: isGranted ? 'The policies agree.' : null,
  });
  if (isGranted) await grant(transaction, request, openings, asked.requestedAt);
  else await tellApprovers(transaction, request);
  const { id, targets, outcome, purpose, durationSeconds, justification } = request;
  await recordStep(transaction, person, {
    action: isGranted ? 'access.granted-by-policy' : 'access.requested',
    of: 'request',
    id,
    at: asked.requestedAt,
    payload: { targets, outcome, purpose, durationSeconds, justification, policy: results },
  });
  return request;
}

/** @param until the end, when those who agreed have not given the whole time */
export async function grant(
  transaction: Queries,
  request: RequestRow,
  openings: readonly Opening[],
  now: Date,
  until: Date = endOf(request, now),
): Promise<void> {
  const { toAgree } = judgeRequest(openings, request);
  await insertGrant(transaction, {
    ...request,
    requestId: request.id,
    openings: openings.map(({ key }) => key),
    byPolicy: openings.filter((opening) => !toAgree.includes(opening)).map(({ key }) => key),
    approvers: approversOfOpenings(openings),
    validFrom: now,
    validUntil: until,
  });
}

/** When the whole time that was asked for would be over. */
export function endOf({ durationSeconds }: RequestRow, now: Date): Date {
  return new Date(now.getTime() + durationSeconds * 1_000);
}

function tellApprovers(transaction: Queries, request: RequestRow): Promise<void> {
  const { id, subject, targets, purpose, requestedAt } = request;
  const body = { request: id, requester: subject, targets, purpose };
  return notifyTeams(transaction, request.approvers, { topic: 'access.requested', body, createdAt: requestedAt });
}
