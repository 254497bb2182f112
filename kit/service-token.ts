// An access token for a service of our own (OAuth 2 client credentials), fetched when first needed and kept until shortly
// before it ends. However many ask at once, one request is sent.

import { request } from 'undici';
import { z } from 'zod';
import { type Clock, systemClock } from './clock.ts';
import { GordianError } from './errors.ts';

export interface ServiceTokenOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  readonly clock?: Clock;
  readonly timeoutMs?: number;
}

/** Rejects with SERVICE_TOKEN_UNAVAILABLE; the next call tries again. */
export type ServiceToken = () => Promise<string>;

interface KeptToken {
  readonly value: string;
  readonly renewAt: number;
}

const renewBeforeEndMs = 30_000;
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(60) });

export function createServiceToken(options: ServiceTokenOptions): ServiceToken {
  const clock = options.clock ?? systemClock;
  let kept: KeptToken | null = null;
  let underWay: Promise<KeptToken> | null = null;

  return async () => {
    if (kept && clock.now().getTime() < kept.renewAt) return kept.value;
    underWay ??= fetchToken(options, clock).finally(() => {
      underWay = null;
    });
    kept = await underWay;
    return kept.value;
  };
}

async function fetchToken(options: ServiceTokenOptions, clock: Clock): Promise<KeptToken> {
  try {
    const answer = tokenAnswer.parse(await askForToken(options));
    return {
      value: answer.access_token,
      renewAt: clock.now().getTime() + answer.expires_in * 1_000 - renewBeforeEndMs,
    };
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'the answer holds no access token' : (error as Error).message;
    throw new GordianError('SERVICE_TOKEN_UNAVAILABLE', `No access token for client ${options.clientId}: ${reason}.`);
  }
}

async function askForToken(options: ServiceTokenOptions): Promise<unknown> {
  const timeoutMs = options.timeoutMs ?? 5_000;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(options.scope ? { scope: options.scope } : {}),
  });
  const answer = await request(options.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: basicCredentials(options),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form.toString(),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  if (answer.statusCode === 200) return answer.body.json();
  await answer.body.dump();
  throw new Error(`the identity provider answered with status ${answer.statusCode}`);
}

/** RFC 6749, section 2.3.1: both halves are form-encoded first. */
function basicCredentials({ clientId, clientSecret }: ServiceTokenOptions): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
