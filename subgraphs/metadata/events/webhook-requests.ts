// One attempt to hand a webhook over: to public addresses only, without following redirects, and within bounds of time and size.
import { Agent, type Dispatcher, request } from 'undici';
import { DestinationRefused, lookUpPublic, mayBePublicHost } from '../../../kit/public-destination.ts';
import { signWebhook } from '../../../kit/webhook-signature.ts';
import type { Attempt } from './queries/deliveries.ts';

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly secret: string;
}

export interface WebhookRequests {
  /** Never rejects: what went wrong is in the attempt, in words for the owner of the subscription. */
  send(webhook: Webhook, now: Date): Promise<Attempt>;
  close(): Promise<void>;
}

const timeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024;

/** @param trustedHosts `host` or `host:port` that may be private, and asked without TLS */
export function createWebhookRequests(trustedHosts: ReadonlySet<string>): WebhookRequests {
  const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connections: 2, pipelining: 1 };
  const anywhere = new Agent({ ...limits, connect: { timeout: timeoutMs } });
  const publicOnly = new Agent({ ...limits, connect: { timeout: timeoutMs, lookup: lookUpPublic } });
  const agentFor = (url: URL): Dispatcher => {
    if (isTrusted(url, trustedHosts)) return anywhere;
    if (!mayBeCalled(url, trustedHosts)) throw new DestinationRefused('The address is not public.');
    return publicOnly;
  };
  return {
    async send({ id, url, body, secret }, now) {
      try {
        const { statusCode, body: answer } = await request(url, {
          method: 'POST',
          dispatcher: agentFor(new URL(url)),
          headers: {
            ...signWebhook(secret, id, now, body),
            'content-type': 'application/json',
            'user-agent': 'gordian',
          },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.dump({ limit: maxAnswerBytes }).catch(() => {});
        return { status: statusCode, error: statusCode < 300 ? null : reasonOf(statusCode) };
      } catch (error) {
        return { status: null, error: wordsFor(error) };
      }
    },
    close: async () => {
      await Promise.all([anywhere.destroy(), publicOnly.destroy()]);
    },
  };
}

/** What can be told before anything is looked up. */
export function mayBeCalled(url: URL, trustedHosts: ReadonlySet<string>): boolean {
  if (url.username || url.password) return false;
  return isTrusted(url, trustedHosts) || (url.protocol === 'https:' && mayBePublicHost(url.hostname));
}

function isTrusted({ host, hostname, protocol }: URL, trustedHosts: ReadonlySet<string>): boolean {
  return /^https?:$/.test(protocol) && (trustedHosts.has(host) || trustedHosts.has(hostname));
}

function reasonOf(status: number): string {
  if (status < 400) return `The receiver answered with status ${status}; redirects are not followed.`;
  return `The receiver answered with status ${status}.`;
}

/** Without addresses: what a name leads to inside our network is nobody's business. */
function wordsFor(error: unknown): string {
  if (error instanceof DestinationRefused) return error.message;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || code?.includes('TIMEOUT'))
    return `The receiver did not answer within ${timeoutMs / 1_000} s.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name of the receiver cannot be looked up.';
  return 'The receiver cannot be reached.';
}
