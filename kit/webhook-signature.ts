// How a receiver knows that a webhook is ours and fresh: signed as standardwebhooks.com says, so that the libraries which exist
// for it can check it.
import { createHmac, hkdfSync } from 'node:crypto';

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

const prefix = 'whsec_';

/**
 * The secret of one subscription, made from the key of the service and never stored.
 * @returns `whsec_` and 32 bytes in base64
 */
export function webhookSecret(serviceKey: string, subscription: string): string {
  const secret = hkdfSync('sha256', serviceKey, '', `gordian webhook ${subscription}`, 32);
  return prefix + Buffer.from(secret).toString('base64');
}

/** @param id the same for every attempt, so that a receiver can tell a repetition */
export function signWebhook(secret: string, id: string, sentAt: Date, body: string): SignedHeaders {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
