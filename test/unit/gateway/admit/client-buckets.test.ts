import { describe, expect, test } from 'vitest';
import { clientOf, createClientBuckets } from '../../../../gateway/admit/client-buckets.ts';
import { anonymous } from '../../../../kit/caller.ts';
import { GordianError } from '../../../../kit/errors.ts';

function bucketsAt(options: { perSecond: number; burst: number; maxClients?: number }) {
  const clock = { ms: 1_000 };
  const buckets = createClientBuckets({ maxClients: 10, ...options }, () => clock.ms);
  const isTaken = (client: string, operations?: number): boolean => {
    try {
      buckets.take(client, operations);
      return true;
    } catch (error) {
      if (error instanceof GordianError && error.code === 'RATE_LIMITED') return false;
      throw error;
    }
  };
  return { clock, buckets, isTaken };
}

describe('the bucket of a client', () => {
  test('gives its burst at once, and then as many a second as it is filled with', () => {
    const { clock, isTaken } = bucketsAt({ perSecond: 2, burst: 3 });
    expect([1, 2, 3, 4].map(() => isTaken('a'))).toEqual([true, true, true, false]);
    clock.ms += 499;
    expect(isTaken('a')).toBe(false);
    clock.ms += 1;
    expect([1, 2].map(() => isTaken('a'))).toEqual([true, false]);
  });

  test('never holds more than the burst, however long nothing came', () => {
    const { clock, isTaken } = bucketsAt({ perSecond: 100, burst: 2 });
    isTaken('a');
    clock.ms += 3_600_000;
    expect([1, 2, 3].map(() => isTaken('a'))).toEqual([true, true, false]);
  });

  test('is not another client’s', () => {
    const { isTaken } = bucketsAt({ perSecond: 1, burst: 1 });
    expect([isTaken('a'), isTaken('b'), isTaken('a')]).toEqual([true, true, false]);
  });

  test('gives all operations of a batch or none', () => {
    const { isTaken } = bucketsAt({ perSecond: 1, burst: 5 });
    expect([isTaken('a', 3), isTaken('a', 3), isTaken('a', 2)]).toEqual([true, false, true]);
  });

  test('is forgotten when more clients came since than are remembered', () => {
    const { isTaken } = bucketsAt({ perSecond: 0.001, burst: 1, maxClients: 2 });
    for (const client of ['a', 'b', 'c']) isTaken(client);
    expect([isTaken('c'), isTaken('a')]).toEqual([false, true]);
  });

  test('says how long to wait, and which setting holds the limit', () => {
    const { buckets } = bucketsAt({ perSecond: 0.5, burst: 1 });
    buckets.take('a');
    expect(() => buckets.take('a')).toThrow(
      expect.objectContaining({
        message: 'This client may send 0.5 operations a second, and 1 at once (setting admission.clientRate).',
        details: { limit: 'admission.clientRate', allowed: 0.5, burst: 1, retryAfterSeconds: 2 },
      }),
    );
  });
});

test.each([
  ['the application of the token, with its issuer', 'shop', '10.0.0.1', 'client shop of https://login.example'],
  ['an address', null, '10.0.0.1', 'address 10.0.0.1'],
  ['an address of IPv4 on a socket of IPv6', null, '::ffff:10.0.0.1', 'address ::ffff:10.0.0.1'],
  ['a network of IPv6', null, '2001:db8:1:2:aaaa:bbbb:cccc:dddd', 'address 2001:db8:1:2'],
  ['the same network, written short', null, '2001:db8:1:2::1', 'address 2001:db8:1:2'],
  ['a network with zeros', null, '2001:db8::1', 'address 2001:db8:0:0'],
])('a client is %s', (_what, client, address, expected) => {
  expect(clientOf({ ...anonymous, issuer: 'https://login.example', client }, address)).toBe(expected);
});
