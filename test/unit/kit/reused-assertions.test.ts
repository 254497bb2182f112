import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { anonymous, type Caller, type CallerGrant } from '../../../kit/caller.ts';
import { type BoundOperation, createAssertionSigner } from '../../../kit/gateway-assertion.ts';
import { reuseAssertions } from '../../../kit/reused-assertions.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function createCounter() {
  let signed = 0;
  return reuseAssertions(async (content: object) => `${++signed} ${JSON.stringify(content)}`);
}

test('the same content is signed once, even when asked for at the same time', async () => {
  const sign = createCounter();
  const [first, second] = await Promise.all([sign({ a: [1] }), sign({ a: [1] })]);
  expect(second).toBe(first);
});

test('it is signed anew ten seconds later, and when the clock was set back', async () => {
  const sign = createCounter();
  const first = await sign({});
  vi.setSystemTime(Date.now() + 9_999);
  expect(await sign({})).toBe(first);
  vi.setSystemTime(Date.now() + 1);
  const second = await sign({});
  expect(second).not.toBe(first);
  vi.setSystemTime(Date.now() - 1);
  expect(await sign({})).not.toBe(second);
});

test('a failed signature is not kept', async () => {
  const sign = vi.fn().mockRejectedValueOnce(new Error('no key')).mockResolvedValue('signed');
  const reusing = reuseAssertions(sign);
  await expect(reusing({})).rejects.toThrow('no key');
  expect(await reusing({})).toBe('signed');
});

const grant: CallerGrant = { id: '1', targets: ['Order.total'], outcome: 'ALLOW', validUntil: 99_999_999_999 };
const caller: Caller = { ...anonymous, subject: 'a', claims: { region: 'EAST' }, expiresAt: 1 };
const operation: BoundOperation = { kind: 'document', digest: 'abc' };
const request = { audience: 'orders', caller, internal: ['Order.id'], policyVersion: '1', operation };

test.each([
  ['subject', { caller: { ...caller, subject: 'b' } }],
  ['client', { caller: { ...caller, client: 'app' } }],
  ['scopes', { caller: { ...caller, scopes: new Set(['read']) } }],
  ['roles', { caller: { ...caller, roles: new Set(['read']) } }],
  ['claims', { caller: { ...caller, claims: { region: 'WEST' } } }],
  ['purpose', { caller: { ...caller, purpose: 'care' } }],
  ['expiry', { caller: { ...caller, expiresAt: 2 } }],
  ['subgraph', { audience: 'payments' }],
  ['internal fields', { internal: ['Order.id', 'Order.total'] }],
  ['policy', { policyVersion: '2' }],
  ['grants', { caller: { ...caller, grants: [grant] } }],
  ['broken glass', { caller: { ...caller, breakGlass: grant } }],
  ['operation', { operation: { kind: 'document', digest: 'abd' } as const }],
  ['kind of binding', { operation: { kind: 'request', digest: 'abc' } as const }],
])('requests that differ in their %s share no assertion', async (_, difference) => {
  const { sign } = await createAssertionSigner();
  const first = await sign(request);
  expect(await sign({ ...request, caller: { ...caller, scopes: new Set(caller.scopes) } })).toBe(first);
  expect(await sign({ ...request, ...difference })).not.toBe(first);
});
