// Breaking glass in an emergency: at once and without anybody's agreement, for minutes, for what is named; the owners hear of
// it, and somebody else has to close its review. Who may break glass at all is a rule of policies/domains/metadata.ts.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import {
  type AccessServices,
  alreadyDecided,
  notAnApprover,
  notFound,
  openingsOfTargets,
  reasonInput,
  selfApproval,
  targetsInput,
} from './access-services.ts';
import { requireMayEnd } from './end-access.ts';
import { groupsAmong, isSamePerson, type Person } from './person.ts';
import {
  countGlasses,
  endGlass,
  type GlassRow,
  glassByTicket,
  insertGlass,
  lockGlass,
  saveReview,
} from './queries/glasses.ts';
import { notifyTeams } from './queries/notifications.ts';
import { lockPerson } from './queries/requests.ts';
import { recordStep } from './record-step.ts';

export interface BreakGlassInput {
  readonly targets: readonly string[];
  readonly ticket: string;
  readonly reason: string;
  readonly minutes: number;
}

export interface ReviewInput {
  readonly id: string;
  readonly verdict: 'JUSTIFIED' | 'MISUSED';
  readonly note: string;
}

const maxMinutes = 15;
/** Whoever needs more in a day needs access, and no glass. */
const maxPerDay = 4;
const of = 'break-glass';

/** @param authenticatedAt of the login that the rule demands */
export async function breakGlass(
  { database, clock, known }: AccessServices,
  person: Person,
  input: BreakGlassInput,
  authenticatedAt: Date,
): Promise<GlassRow> {
  const targets = targetsInput(input.targets);
  openingsOfTargets(known, targets);
  const ticket = ticketInput(input.ticket);
  const reason = reasonInput('input.reason', input.reason);
  if (input.minutes < 1 || input.minutes > maxMinutes) throw badInput('input.minutes', `must be 1 to ${maxMinutes}`);
  const owners = [...new Set(targets.flatMap((target) => known.ownersOf(target)))].sort();
  return database.transaction(async (transaction) => {
    const validFrom = clock.now();
    const validUntil = new Date(validFrom.getTime() + input.minutes * 60_000);
    const times = { authenticatedAt, validFrom, validUntil };
    await lockPerson(transaction, person);
    const known = await glassByTicket(transaction, person, ticket);
    if (known) return sameGlass(known, targets, validFrom);
    await requireRoom(transaction, person, validFrom);
    const glass = await insertGlass(transaction, { ...person, ticket, targets, reason, owners, ...times });
    const { id } = glass;
    const payload = { ticket, targets, reason, authenticatedAt, validUntil };
    const body = { ...payload, breakGlass: id, brokenBy: person.subject };
    await notifyTeams(transaction, owners, { topic: 'access.glass-broken', body, createdAt: validFrom });
    await recordStep(transaction, person, { action: 'access.glass-broken', of, id, at: validFrom, payload });
    return glass;
  });
}

export async function endBreakGlass(
  { database, clock }: AccessServices,
  person: Person,
  id: string,
): Promise<GlassRow> {
  return database.transaction(async (transaction) => {
    const glass = await lockGlass(transaction, id);
    if (!glass) throw notFound('broken glass');
    requireMayEnd(glass, glass.owners, person);
    const now = clock.now();
    if (!isLive(glass, now)) return glass;
    const ended = await endGlass(transaction, id, now);
    await recordStep(transaction, person, { action: 'access.glass-ended', of, id, at: now, payload: {} });
    return ended;
  });
}

export async function reviewBreakGlass(
  { database, clock }: AccessServices,
  person: Person,
  { id, verdict, note }: ReviewInput,
): Promise<GlassRow> {
  const reviewNote = reasonInput('note', note);
  return database.transaction(async (transaction) => {
    const glass = await lockGlass(transaction, id);
    if (!glass) throw notFound('broken glass');
    if (isSamePerson(person, glass)) throw selfApproval();
    if (!person.isSecurity && groupsAmong(person, glass.owners).length === 0) throw notAnApprover(glass.owners);
    const reviewedAt = clock.now();
    if (glass.verdict !== null) throw alreadyDecided('The review is closed already.');
    if (isLive(glass, reviewedAt))
      throw new GordianError('CONFLICT', 'The glass is still broken: end it first, or wait until its time is over.');
    const reviewed = await saveReview(transaction, id, { verdict, reviewedBy: person.subject, reviewedAt, reviewNote });
    const payload = { brokenBy: glass.subject, verdict, note: reviewNote };
    await recordStep(transaction, person, { action: 'access.glass-reviewed', of, id, at: reviewedAt, payload });
    return reviewed;
  });
}

/** It becomes a header. */
function ticketInput(ticket: string): string {
  const text = textInput('input.ticket', ticket, 3, 100);
  if (!/^[\w.:#/-]+$/.test(text)) throw badInput('input.ticket', 'may hold letters, digits and any of . : # / _ -');
  return text;
}

/** A ticket breaks glass once; sent again while it lasts, it is the same glass. */
function sameGlass(glass: GlassRow, targets: readonly string[], now: Date): GlassRow {
  if (isLive(glass, now) && glass.targets.join() === targets.join()) return glass;
  throw new GordianError(
    'CONFLICT',
    'You have broken glass with this ticket before. A ticket opens its targets once; open another ticket.',
  );
}

async function requireRoom(transaction: Queries, person: Person, now: Date): Promise<void> {
  const aDayAgo = new Date(now.getTime() - 86_400_000);
  if ((await countGlasses(transaction, person, aDayAgo)) < maxPerDay) return;
  throw new GordianError(
    'ACCESS_LIMIT_EXCEEDED',
    `You have broken glass ${maxPerDay} times within a day, and nobody may more often. Ask for access, or let a colleague break glass.`,
  );
}

export function isLive({ endedAt, validUntil }: GlassRow, now: Date): boolean {
  return endedAt === null && validUntil > now;
}
