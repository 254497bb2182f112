// What the gateway knows of the products between two answers of the registry, and while there is none.
import { expect, onTestFinished, test, vi } from 'vitest';
import { followStanding } from '../../../../gateway/metadata/follow-standing.ts';
import type { StandingSource } from '../../../../gateway/metadata/standing-source.ts';
import { advancingClock } from '../../../../kit/clock.ts';
import { silentLog } from '../../../../kit/log.ts';
import { now, productWith } from './standing-of.ts';

/** Each question waits for its answer. */
function registry() {
  const questions: {
    version: string | null;
    answer: (snapshot: Awaited<ReturnType<StandingSource['load']>>) => void;
    fail: () => void;
  }[] = [];
  const clock = advancingClock(now);
  const standing = followStanding({
    source: {
      load: (version, signal) =>
        new Promise((answer, reject) => {
          const fail = () => reject(new Error('unreachable'));
          signal.addEventListener('abort', fail);
          questions.push({ version, answer, fail });
        }),
    },
    pollIntervalMs: 1,
    log: silentLog,
    now: clock.now,
  });
  onTestFinished(() => standing.stop());
  const next = () => vi.waitUntil(() => questions.shift(), { timeout: 20_000, interval: 5 });
  return { standing, clock, next };
}

test('nothing is known before the first answer, and then since when it was asked for', async () => {
  const { standing, clock, next } = registry();
  const first = await next();
  expect([first.version, standing.known()]).toEqual([null, null]);
  clock.advance(5_000);
  first.answer({ version: '1', products: [productWith({})] });
  expect((await next()).version).toBe('1');
  expect(standing.known()?.asOf).toEqual(now);
  expect(standing.known()?.products.get('orders/orders')?.version).toBe('1.2.0');
});

test('what has not changed is known to be true again', async () => {
  const { standing, clock, next } = registry();
  (await next()).answer({ version: '1', products: [productWith({})] });
  const second = await next();
  clock.advance(5_000);
  second.answer(null);
  (await next()).answer(null);
  await next();
  expect(standing.known()?.asOf).toEqual(new Date(now.getTime() + 5_000));
  expect(standing.known()?.products.size).toBe(1);
});

test('while the registry is away the last answer stays, and says how old it is', async () => {
  const { standing, clock, next } = registry();
  (await next()).answer({ version: '1', products: [productWith({})] });
  const second = await next();
  clock.advance(60_000);
  second.fail();
  (await next()).fail();
  await next();
  expect(standing.known()?.asOf).toEqual(now);
  expect(standing.known()?.products.size).toBe(1);
});
