import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import { createAssertionSigner, createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { rememberVerified } from '../../../kit/verified-assertions.ts';
import { startHttpStub } from '../../support/http-stub.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function createCounter() {
  const looked: string[] = [];
  const verify = rememberVerified(async (token: string) => {
    looked.push(token);
    if (token === 'bad') throw new Error('refused');
    return { assertion: token, endsAtMs: Date.now() + 30_000 };
  });
  return { looked, verify };
}

test('the same token is looked at once, another one for itself', async () => {
  const { looked, verify } = createCounter();
  expect([await verify('a'), await verify('a'), await verify('b')]).toEqual(['a', 'a', 'b']);
  expect(looked).toEqual(['a', 'b']);
});

test.each([
  ['at its end', 30_000],
  ['when the clock was set back', -1],
])('a token is looked at again %s', async (_when, laterMs) => {
  const { looked, verify } = createCounter();
  await verify('a');
  vi.setSystemTime(Date.now() + laterMs);
  await verify('a');
  expect(looked).toEqual(['a', 'a']);
});

test('a refusal is not kept', async () => {
  const { looked, verify } = createCounter();
  for (const _time of [1, 2]) await expect(verify('bad')).rejects.toThrow('refused');
  expect(looked).toEqual(['bad', 'bad']);
});

test('an assertion that was good is refused once it has ended', async () => {
  const signer = await createAssertionSigner();
  const keys = await startHttpStub(() => ({ status: 200, body: signer.jwks() }));
  const verify = createAssertionVerifier({ jwksUrl: keys.url, audience: 'orders' });
  const header = `Bearer ${await signer.sign({ audience: 'orders', caller: anonymous, internal: [], policyVersion: '1', operation: { kind: 'document', digest: '' } })}`;
  const first = await verify(header);
  vi.setSystemTime(Date.now() + 29_000);
  expect(await verify(header)).toBe(first);
  vi.setSystemTime(Date.now() + 7_000);
  await expect(verify(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await keys.close();
});
