import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDeadlines } from '../../../../subgraphs/metadata/service-levels/deadlines.ts';

const key = fc.integer({ min: 0, max: 12 });
const instant = fc.integer({ min: 0, max: 50 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, at: instant }),
  fc.record({ kind: fc.constant('remove' as const), key }),
  fc.record({ kind: fc.constant('due' as const), now: instant }),
  fc.record({ kind: fc.constant('clear' as const) }),
);

test('whatever is set, moved and taken, the next one and the due ones are those of a sorted list', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const deadlines = createDeadlines();
      const oracle = new Map<number, number>();
      for (const one of steps) {
        if (one.kind === 'set') {
          deadlines.set(one.key, new Date(one.at));
          oracle.set(one.key, one.at);
        } else if (one.kind === 'remove') {
          deadlines.set(one.key, null);
          oracle.delete(one.key);
        } else if (one.kind === 'clear') {
          deadlines.clear();
          oracle.clear();
        } else {
          const due = [...oracle].filter(([, at]) => at <= one.now);
          const taken = deadlines.takeDue(new Date(one.now));
          expect([...taken].sort((a, b) => a - b)).toEqual(due.map(([of]) => of).sort((a, b) => a - b));
          const instants = taken.map((of) => oracle.get(of)!);
          expect(instants).toEqual([...instants].sort((a, b) => a - b));
          for (const [of] of due) oracle.delete(of);
        }
        expect(deadlines.next()?.getTime() ?? null).toBe(oracle.size === 0 ? null : Math.min(...oracle.values()));
      }
    }),
  );
});

test('one that is moved ten thousand times is due once', () => {
  const deadlines = createDeadlines();
  for (let at = 0; at < 10_000; at += 1) deadlines.set(1, new Date(at));
  deadlines.set(2, new Date(20_000));
  expect(deadlines.takeDue(new Date(10_000))).toEqual([1]);
  expect(deadlines.takeDue(new Date(30_000))).toEqual([2]);
});
