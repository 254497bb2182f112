// Keeps the demo alive: now and then a customer decides anew about a use of their data, by the rule that holds for everyone.
import { randomInt, randomUUID } from 'node:crypto';
import type { Activity } from '../../kit/start-activity.ts';
import { demoPurposes } from './demo-customers.ts';
import { anyCustomerId } from './queries.ts';
import { recordConsent } from './record-consent.ts';

export const activity: Activity = async ({ database, now }) => {
  const customerId = await anyCustomerId(database);
  if (customerId === null) return;
  await recordConsent(database, {
    customerId,
    purpose: demoPurposes[randomInt(demoPurposes.length)]!,
    granted: randomInt(2) === 0,
    source: 'WEB',
    textVersion: now.toISOString().slice(0, 7),
    idempotencyKey: `activity-${randomUUID()}`,
  });
};
