import { describe, expect, test } from 'vitest';
import { createAdmission } from '../../../../gateway/admit/admission.ts';
import { loopLag } from '../../../../gateway/admit/loop-lag.ts';

describe('admission', () => {
  test('lets in as many operations as may be under way, and another when one has left', () => {
    const admission = createAdmission({ maxOperations: 2, maxLoopLagMs: 100 }, { ms: 0 });
    admission.enter();
    admission.enter();
    expect(() => admission.enter()).toThrow(
      expect.objectContaining({
        code: 'OVERLOADED',
        message: 'The gateway has as many operations under way as it may: 2 (setting admission.maxOperations).',
        details: { limit: 'admission.maxOperations', allowed: 2, retryAfterSeconds: 1 },
      }),
    );
    admission.leave();
    admission.enter();
    expect(admission.underWay).toBe(2);
  });

  test('tells how many it refused, all together', async () => {
    const told: number[] = [];
    const options = { maxOperations: 1, maxLoopLagMs: 100 };
    const admission = createAdmission(options, { ms: 0 }, (requests) => told.push(requests));
    admission.enter();
    for (let refused = 0; refused < 5; refused++) expect(() => admission.enter()).toThrow();
    await expect.poll(() => told, { timeout: 5_000 }).toEqual([5]);
  });

  test('counts a batch that does not fit not at all', () => {
    const admission = createAdmission({ maxOperations: 3, maxLoopLagMs: 100 }, { ms: 0 });
    expect(() => admission.enter(4)).toThrow();
    expect(admission.underWay).toBe(0);
    admission.enter(3);
  });

  test('lets nobody in while the event loop is late with much under way', () => {
    const lag = { ms: 101 };
    const admission = createAdmission({ maxOperations: 100, maxLoopLagMs: 100 }, lag);
    for (let few = 0; few < 20; few++) admission.enter();
    expect(() => admission.enter()).toThrow(
      expect.objectContaining({
        code: 'OVERLOADED',
        message: 'The gateway is more than 100 ms behind with its work (setting admission.maxLoopLagMs).',
      }),
    );
    lag.ms = 100;
    admission.enter();
  });
});

test('the lag of the loop shows while it is blocked, and is forgotten when it is free again', async () => {
  const lag = loopLag();
  await expect.poll(() => lag.ms).toBeLessThan(20);
  block(400);
  await new Promise((resolve) => setImmediate(() => setTimeout(resolve)));
  expect(lag.ms).toBeGreaterThan(100);
  await expect.poll(() => lag.ms).toBeLessThan(20);
});

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
