import { afterEach, expect, test } from 'vitest';
import { advancingClock } from '../../../kit/clock.ts';
import { createServiceToken } from '../../../kit/service-token.ts';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../support/http-stub.ts';

let issuer: HttpStub;
afterEach(() => issuer.close());

const clock = advancingClock('2026-11-22T10:00:00Z');

async function tokenFrom(answers: StubAnswer[]) {
  issuer = await startHttpStub(() => answers[Math.min(issuer.requests.length, answers.length) - 1]!);
  return createServiceToken({
    tokenUrl: `${issuer.url}/token`,
    clientId: 'a client',
    clientSecret: 'secret-word:%',
    clock,
  });
}

const answerWith = (token: string, seconds = 300): StubAnswer => ({
  status: 200,
  body: { access_token: token, expires_in: seconds },
});

test('a token is asked for by the standard, once for all who wait, and kept', async () => {
  const token = await tokenFrom([answerWith('first')]);
  expect(await Promise.all([token(), token(), token()])).toEqual(['first', 'first', 'first']);
  expect(await token()).toBe('first');
  expect(issuer.requests).toHaveLength(1);
  expect(issuer.requests[0]).toMatchObject({
    method: 'POST',
    body: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${Buffer.from('a%20client:secret-word%3A%25').toString('base64')}` },
  });
});

test('a token is renewed half a minute before it ends', async () => {
  const token = await tokenFrom([answerWith('first', 100), answerWith('second', 100)]);
  await token();
  clock.advance(69_000);
  expect(await token()).toBe('first');
  clock.advance(1_000);
  expect(await token()).toBe('second');
});

const failures: [string, StubAnswer][] = [
  ['a refusal', { status: 401, body: { error: 'invalid_client' } }],
  ['an answer without a token', { status: 200, body: {} }],
  ['an answer that is no JSON object', { status: 200, body: 'x' }],
];

test.each(
  failures,
)('%s is an error that names the client and not the secret; the next call asks again', async (_name, failure) => {
  const token = await tokenFrom([failure, answerWith('later')]);
  const error = await token().catch((caught: unknown) => caught as Error);
  expect(error).toMatchObject({ code: 'SERVICE_TOKEN_UNAVAILABLE', message: expect.stringContaining('a client') });
  expect((error as Error).message).not.toContain('secret-word');
  expect(await token()).toBe('later');
});
