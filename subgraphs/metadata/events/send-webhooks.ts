// Hands over what is due, and again what was not taken: after seconds first, after hours later, for three days. A receiver sees
// each event at least once, and tells a repetition by its id.
import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import type { Database } from '../../../kit/postgres.ts';
import { webhookSecret } from '../../../kit/webhook-signature.ts';
import { type Attempt, type DueDelivery, finishDelivery, postponeDelivery, takeDue } from './queries/deliveries.ts';
import { endSubscription } from './queries/subscriptions.ts';
import type { WebhookRequests } from './webhook-requests.ts';

export interface WebhookSending {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Secrets of subscriptions are made from it. */
  readonly key: string;
  readonly requests: WebhookRequests;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Before the second attempt, the third, and so on; after the last it is given up. */
export const pausesMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
/** Longer than an attempt can take. */
const leaseMs = minute;
/** On their way together; of them, those of one subscription: a receiver that keeps us waiting keeps only its own waiting. */
const atOnce = 20;
const atOnceOfOne = 2;
const gone = 410;

/** Until nothing is due. */
export async function sendWebhooks(sending: WebhookSending): Promise<void> {
  const underWay = new Map<Promise<void>, string>();
  for (;;) {
    const before = [...underWay.keys()];
    const next = await takeNext(sending, [...underWay.values()]);
    for (const delivery of next) {
      const delivered = deliver(sending, delivery).finally(() => underWay.delete(delivered));
      underWay.set(delivered, delivery.subscriptionId);
    }
    if (next.length > 0) continue;
    if (before.length === 0) return;
    // One that ended while we asked has made room that we did not ask for: then nothing is waited for.
    await Promise.race(before);
  }
}

/** @param underWay the subscription of each that is on its way */
function takeNext({ database, clock }: WebhookSending, underWay: readonly string[]): Promise<readonly DueDelivery[]> {
  const now = clock.now();
  const isBusy = (id: string) => underWay.filter((other) => other === id).length >= atOnceOfOne;
  return takeDue(database, {
    now,
    until: new Date(now.getTime() + leaseMs),
    limit: Math.min(atOnceOfOne, atOnce - underWay.length),
    except: [...new Set(underWay)].filter(isBusy),
  });
}

async function deliver(sending: WebhookSending, delivery: DueDelivery): Promise<void> {
  const { clock, key, requests, log } = sending;
  const { id, subscriptionId, webhookUrl: url, body, attempts } = delivery;
  const attempt = await requests.send({ id, url, body, secret: webhookSecret(key, subscriptionId) }, clock.now());
  log.debug(
    { event: 'webhook', subscription: subscriptionId, delivery: id, attempts, ...attempt },
    'a webhook was sent',
  );
  await note(sending, delivery, attempt, clock.now());
}

async function note(
  { database, log }: WebhookSending,
  { id, subscriptionId, attempts }: DueDelivery,
  attempt: Attempt,
  now: Date,
): Promise<void> {
  if (attempt.error === null) return finishDelivery(database, id, 'DELIVERED', attempt, now);
  const pauseMs = pausesMs[attempts - 1];
  if (pauseMs !== undefined && attempt.status !== gone)
    return postponeDelivery(database, id, attempt, new Date(now.getTime() + pauseMs));
  await finishDelivery(database, id, 'FAILED', attempt, now);
  const because = `A webhook was given up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}. ${attempt.error}`;
  await database.transaction((transaction) => endSubscription(transaction, subscriptionId, because, now));
  log.warn({ event: 'webhook.ended', subscription: subscriptionId, because }, 'a subscription has ended');
}
