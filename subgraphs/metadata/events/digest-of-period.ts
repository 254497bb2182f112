// What has happened in a period that concerns somebody, without a subscription: the question of whoever comes back from a holiday.
import type { Queries } from '../../../kit/postgres.ts';
import { badInput } from '../../../kit/user-input.ts';
import type { Person } from '../access/person.ts';
import type { ToldEvent } from './follow-events.ts';
import { ofInterest } from './interest.ts';
import type { EventTopic } from './metadata-event.ts';
import { publicEventOf } from './public-event.ts';
import { eventsBetween } from './queries/outbox.ts';
import { type InterestInput, readInterest } from './subscribe-changes.ts';
import { surroundingsOf } from './surroundings.ts';

export interface PeriodInput extends InterestInput {
  readonly from: Date;
  readonly to?: Date | null;
}

export interface DigestOfPeriod {
  readonly from: Date;
  readonly to: Date;
  /** The oldest first. */
  readonly notices: readonly ToldEvent<EventTopic>[];
  /** False where more has happened than is looked at. */
  readonly complete: boolean;
}

const maxPeriodMs = 93 * 86_400_000;
/** Each may need a walk over the lineage. */
const maxEvents = 200;

export async function digestOfPeriod(
  database: Queries,
  person: Person,
  input: PeriodInput,
  now: Date,
): Promise<DigestOfPeriod> {
  const { from } = input;
  const to = input.to ?? now;
  if (from >= to || to.getTime() - from.getTime() > maxPeriodMs)
    throw badInput('input.from', 'must be before `to`, by 93 days at most');
  const interest = readInterest(input, person);
  const rows = await eventsBetween(database, { from, to, topics: interest.topics, limit: maxEvents + 1 });
  const notices: ToldEvent<EventTopic>[] = [];
  for (const row of rows.slice(-maxEvents)) {
    const event = await publicEventOf(database, row);
    const told = ofInterest(interest, event, await surroundingsOf(database, row, event, [interest]));
    if (told) notices.push({ ...told, productId: row.productId, at: row.createdAt });
  }
  return { from, to, notices, complete: rows.length <= maxEvents };
}
