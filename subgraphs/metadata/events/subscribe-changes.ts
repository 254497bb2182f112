// Subscribing to changes, and giving it up. The secret is shown once, when the subscription is made.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import { webhookSecret } from '../../../kit/webhook-signature.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { ChangeAxis, ChangeSeverity } from '../../../schema/contract-changes/contract-change.ts';
import { actorKindOf, type Person } from '../access/person.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { type Digest, isTimeZone, nextDigestAt } from './digest-time.ts';
import type { Interest } from './interest.ts';
import type { EventTopic } from './metadata-event.ts';
import { countTrials, insertDeliveries } from './queries/deliveries.ts';
import { wakeSenders } from './queries/outbox.ts';
import {
  countLive,
  endSubscription,
  insertSubscription,
  lockOwner,
  type SubscriptionRow,
  subscriptionOf,
} from './queries/subscriptions.ts';
import { mayBeCalled } from './webhook-requests.ts';

/** What somebody wants to hear of. */
export interface InterestInput {
  readonly topics: readonly ('CONTRACT' | 'HEALTH' | 'INCIDENT')[];
  readonly match: readonly string[];
  readonly axes: readonly ChangeAxis[];
  readonly minSeverity: ChangeSeverity;
  readonly includeUpstream: boolean;
  readonly onlyIfIUseIt: boolean;
}

export interface SubscribeInput extends InterestInput {
  readonly webhookUrl: string;
  readonly digest: Digest | 'NONE';
  /** By its name in the IANA database. */
  readonly timeZone: string;
}

/** What this process needs to send webhooks. */
export interface WebhookSettings {
  readonly key: string;
  readonly trustedHosts: ReadonlySet<string>;
}

export interface SubscribeServices {
  readonly database: Database;
  readonly clock: Clock;
  /** Null where none are sent. */
  readonly webhooks: WebhookSettings | null;
}

const maxOfPerson = 20;
const maxMatches = 100;
const maxTrials = 10;
const trialWindowMs = 10 * 60_000;
const maxUrlLength = 2_000;
const topicOf: Readonly<Record<InterestInput['topics'][number], EventTopic>> = {
  CONTRACT: 'contract.changed',
  HEALTH: 'health.changed',
  INCIDENT: 'incident.changed',
};

export async function subscribeChanges(
  { database, clock, webhooks }: SubscribeServices,
  person: Person,
  input: SubscribeInput,
): Promise<{ readonly subscription: SubscriptionRow; readonly secret: string }> {
  const { key, trustedHosts } = required(webhooks);
  const subscription: SubscriptionRow = {
    id: randomUUID(),
    issuer: person.issuer,
    subject: person.subject,
    ...readInterest(input, person),
    webhookUrl: urlInput(input.webhookUrl, trustedHosts),
    ...digestInput(input, clock.now()),
    createdAt: clock.now(),
    endedAt: null,
    endedBecause: null,
  };
  await database.transaction(async (transaction) => {
    await requireRoom(transaction, person);
    await insertSubscription(transaction, subscription);
    await record(transaction, person, 'changes.subscribed', subscription, clock.now());
  });
  return { subscription, secret: webhookSecret(key, subscription.id) };
}

/** @throws GordianError BAD_USER_INPUT */
export function readInterest(input: InterestInput, person: Person): Interest {
  return {
    client: person.client,
    topics: topicsInput(input.topics),
    match: matchInput(input.match),
    axes: [...new Set(input.axes)],
    minSeverity: input.minSeverity,
    includeUpstream: input.includeUpstream,
    onlyIfUsed: usedInput(input.onlyIfIUseIt, person),
  };
}

/** Sends a webhook without an event, so that a receiver can be tried. @returns the id of the delivery */
export async function tryWebhook(services: SubscribeServices, person: Person, id: string): Promise<string> {
  required(services.webhooks);
  const { database, clock } = services;
  const { endedAt } = await ownSubscription(database, person, id);
  if (endedAt !== null) throw new GordianError('ALREADY_DECIDED', 'The subscription has ended. Make another one.');
  const body = JSON.stringify({
    type: 'subscription.trial',
    timestamp: clock.now().toISOString(),
    data: { subscription: id },
  });
  const delivery = { id: randomUUID(), subscriptionId: id, eventId: null, body, isTrial: true as const };
  await database.transaction(async (transaction) => {
    await requireFewTrials(transaction, person, clock.now());
    await insertDeliveries(transaction, [delivery], clock.now());
    await wakeSenders(transaction);
  });
  return delivery.id;
}

export async function unsubscribeChanges(
  { database, clock }: SubscribeServices,
  person: Person,
  id: string,
): Promise<SubscriptionRow> {
  await database.transaction(async (transaction) => {
    const subscription = await ownSubscription(transaction, person, id);
    if (subscription.endedAt !== null) return;
    await endSubscription(transaction, id, 'Its owner has ended it.', clock.now());
    await record(transaction, person, 'changes.unsubscribed', subscription, clock.now());
  });
  return ownSubscription(database, person, id);
}

/** Of somebody else is the same as none. */
export async function ownSubscription(database: Queries, person: Person, id: string): Promise<SubscriptionRow> {
  const subscription = await subscriptionOf(database, id, person);
  if (subscription) return subscription;
  throw new GordianError('NOT_FOUND', 'There is no such subscription of yours.');
}

function required(webhooks: WebhookSettings | null): WebhookSettings {
  if (webhooks) return webhooks;
  throw new GordianError('NOT_READY', 'No webhooks are sent here: set GORDIAN_WEBHOOK_KEY at the metadata service.');
}

function topicsInput(topics: InterestInput['topics']): EventTopic[] {
  if (topics.length === 0) throw badInput('input.topics', 'must name at least one topic');
  return [...new Set(topics.map((topic) => topicOf[topic]))];
}

/** Products by their ids, so that there is one way to store them. */
function matchInput(match: readonly string[]): string[] {
  if (match.length > maxMatches)
    throw badInput('input.match', `may name at most ${maxMatches} types, fields or products`);
  const prefix = productUrn('');
  const names = match.map((name, index) => textInput(`input.match[${index}]`, name, 1, 200));
  return [...new Set(names.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)))].sort();
}

function usedInput(onlyIfIUseIt: boolean, { client }: Person): boolean {
  if (onlyIfIUseIt && client === null)
    throw badInput('input.onlyIfIUseIt', 'needs a token that names its client (`azp`), for use is counted by client');
  return onlyIfIUseIt;
}

function digestInput(
  { digest, timeZone }: SubscribeInput,
  now: Date,
): Pick<SubscriptionRow, 'digest' | 'timeZone' | 'nextDigestAt'> {
  if (!isTimeZone(timeZone))
    throw badInput('input.timeZone', 'must be a name of the IANA database, such as UTC or Europe/Paris');
  return { digest, timeZone, nextDigestAt: digest === 'NONE' ? null : nextDigestAt(digest, timeZone, now) };
}

function urlInput(text: string, trustedHosts: ReadonlySet<string>): string {
  const url = text.length <= maxUrlLength && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !mayBeCalled(url, trustedHosts))
    throw badInput(
      'input.webhookUrl',
      'must be an https address of a public host, without user name and password; an operator can trust others',
    );
  url.hash = '';
  return url.href;
}

/** Whoever may have requests sent anywhere must not be able to have many sent: they would hold up those of others, too. */
async function requireFewTrials(transaction: Queries, person: Person, now: Date): Promise<void> {
  await lockOwner(transaction, person);
  const since = new Date(now.getTime() - trialWindowMs);
  if ((await countTrials(transaction, person, since)) < maxTrials) return;
  throw new GordianError(
    'ACCESS_LIMIT_EXCEEDED',
    `One person may try webhooks ${maxTrials} times in ten minutes. Wait a little.`,
  );
}

async function requireRoom(transaction: Queries, person: Person): Promise<void> {
  if ((await countLive(transaction, person)) < maxOfPerson) return;
  throw new GordianError(
    'ACCESS_LIMIT_EXCEEDED',
    `One person may have ${maxOfPerson} subscriptions at once. End one first.`,
  );
}

function record(
  transaction: Queries,
  person: Person,
  action: string,
  { id, topics, match, webhookUrl }: SubscriptionRow,
  at: Date,
): Promise<void> {
  const { subject, issuer, client } = person;
  return appendAudit(transaction, {
    at,
    actor: subject,
    actorKind: actorKindOf(person),
    action,
    target: `gordian:change-subscription:${id}`,
    payload: { topics, match, host: new URL(webhookUrl).host, issuer, client },
  });
}
