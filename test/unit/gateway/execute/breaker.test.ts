// When a subgraph is no longer asked, and when again; on a clock of the test's own.
import { describe, expect, test } from 'vitest';
import { Breaker, type BreakerChange, type Outcome } from '../../../../gateway/execute/breaker.ts';
import type { BreakerSettings } from '../../../../gateway/execute/subgraph-settings.ts';

const settings: BreakerSettings = {
  enabled: true,
  failureRate: 0.5,
  minimumRequests: 4,
  windowMs: 1_000,
  openMs: 500,
};

interface UnderTest {
  readonly breaker: Breaker;
  readonly changes: readonly BreakerChange[];
  readonly wait: (ms: number) => void;
  /** Requests one after the other; those that are not admitted are left out. @returns how many were admitted */
  readonly ask: (...outcomes: readonly Outcome[]) => number;
}

function breakerWith(changed: Partial<BreakerSettings> = {}): UnderTest {
  let nowMs = 12_345;
  const changes: BreakerChange[] = [];
  const breaker = new Breaker(
    { ...settings, ...changed },
    () => nowMs,
    (change) => changes.push(change),
  );
  return {
    breaker,
    changes,
    wait: (ms) => {
      nowMs += ms;
    },
    ask: (...outcomes) =>
      outcomes.filter((outcome) => {
        const permit = breaker.admit();
        if (permit !== null) breaker.settle(permit, outcome);
        return permit !== null;
      }).length,
  };
}

const failures = (count: number) => Array<Outcome>(count).fill('failed');

describe('a closed breaker', () => {
  test('opens when half of enough requests failed, and says why', () => {
    const { ask, breaker, changes } = breakerWith();
    ask('reached', 'reached', 'failed');
    expect(breaker.state).toBe('closed');
    ask('failed');
    expect(changes).toEqual([{ from: 'closed', to: 'open', reason: '2 of 4 requests failed within 1000 ms' }]);
    expect(ask('reached')).toBe(0);
  });

  test.each<[string, readonly Outcome[]]>([
    ['too few requests say nothing', failures(3)],
    ['a third of failures is not half', ['failed', 'reached', 'reached', 'reached', 'failed', 'reached']],
    ['what was ended for another reason does not count', [...failures(3), ...Array<Outcome>(20).fill('unknown')]],
  ])('stays closed: %s', (_, outcomes) => {
    const { ask, breaker } = breakerWith();
    expect(ask(...outcomes)).toBe(outcomes.length);
    expect(breaker.state).toBe('closed');
  });

  test('forgets what lies outside the window, slice by slice', () => {
    const { ask, breaker, wait } = breakerWith();
    ask('failed', 'failed', 'failed');
    wait(1_100);
    ask('failed');
    expect(breaker.state).toBe('closed');
    wait(500);
    ask('failed', 'failed');
    expect(breaker.state).toBe('closed');
    ask('failed');
    expect(breaker.state).toBe('open');
  });

  test('that is switched off never opens', () => {
    const { ask } = breakerWith({ enabled: false });
    expect(ask(...failures(100))).toBe(100);
  });

  test('with a rate of 1 opens only when nothing was reached', () => {
    const { ask, breaker, wait } = breakerWith({ failureRate: 1 });
    ask('reached', ...failures(50));
    expect(breaker.state).toBe('closed');
    wait(2_000);
    ask(...failures(4));
    expect(breaker.state).toBe('open');
  });
});

describe('an open breaker', () => {
  const opened = (): UnderTest => {
    const underTest = breakerWith();
    underTest.ask(...failures(4));
    return underTest;
  };

  test('lets one request through after its time, and closes when it is answered', () => {
    const { ask, breaker, changes, wait } = opened();
    wait(499);
    expect(breaker.admit()).toBeNull();
    wait(1);
    const probe = breaker.admit()!;
    expect([breaker.state, breaker.admit(), breaker.admit()]).toEqual(['half-open', null, null]);
    breaker.settle(probe, 'reached');
    expect(changes.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'closed > open',
      'open > half-open',
      'half-open > closed',
    ]);
    expect(ask(...failures(3))).toBe(3);
    expect(breaker.state).toBe('closed');
  });

  test('stays open as long again when that request fails', () => {
    const { ask, breaker, wait } = opened();
    wait(500);
    expect(ask('failed')).toBe(1);
    expect(breaker.state).toBe('open');
    wait(499);
    expect(ask('reached')).toBe(0);
    wait(1);
    expect(ask('reached')).toBe(1);
    expect(breaker.state).toBe('closed');
  });

  test('tries with the next request when the one that tried was ended for another reason', () => {
    const { ask, breaker, wait } = opened();
    wait(500);
    expect(ask('unknown')).toBe(1);
    expect(breaker.state).toBe('half-open');
    expect(ask('reached')).toBe(1);
    expect(breaker.state).toBe('closed');
  });

  test('hears nothing of requests that were sent before it opened', () => {
    const { breaker, wait } = breakerWith();
    const early = Array.from({ length: 10 }, () => breaker.admit()!);
    for (const permit of early.slice(0, 4)) breaker.settle(permit, 'failed');
    wait(500);
    const probe = breaker.admit()!;
    breaker.settle(early[4]!, 'reached');
    breaker.settle(early[5]!, 'failed');
    expect(breaker.state).toBe('half-open');
    breaker.settle(probe, 'reached');
    for (const permit of early.slice(6)) breaker.settle(permit, 'failed');
    expect(breaker.state).toBe('closed');
  });
});
