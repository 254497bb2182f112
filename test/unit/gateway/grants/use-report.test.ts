// What a gateway tells of grants: each once, the latest use of each, and again when it could not be told.
import { expect, test } from 'vitest';
import { createUseReport } from '../../../../gateway/grants/use-report.ts';
import { silentLog } from '../../../../kit/log.ts';

interface Told {
  readonly applied: readonly string[];
  readonly used: readonly { readonly id: string; readonly at: string }[];
}

function reporting() {
  const told: Told[] = [];
  const state = { isReachable: true };
  const report = createUseReport(
    {
      report: async (given) => {
        if (!state.isReachable) throw new Error('nobody there');
        told.push(given);
      },
    },
    silentLog,
  );
  return { told, state, report };
}

test('nothing is told when there is nothing to tell', async () => {
  const { told, report } = reporting();
  await report.send();
  expect(told).toEqual([]);
});

test('what was applied and when each was used last, once', async () => {
  const { told, report } = reporting();
  report.applied(['a', 'b']);
  report.used(['a'], 2_000);
  report.used(['a', 'b'], 1_000);
  await report.send();
  await report.send();
  expect(told).toEqual([
    {
      applied: ['a', 'b'],
      used: [
        { id: 'a', at: '1970-01-01T00:00:02.000Z' },
        { id: 'b', at: '1970-01-01T00:00:01.000Z' },
      ],
    },
  ]);
});

test('only what was used, or only what was applied', async () => {
  const { told, report } = reporting();
  report.used(['a'], 1_000);
  await report.send();
  report.applied(['a']);
  await report.send();
  expect(told.map(({ applied, used }) => [applied.length, used.length])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('what could not be told is told with what comes after it, and a later use counts', async () => {
  const { told, state, report } = reporting();
  report.applied(['a']);
  report.used(['a', 'b'], 1_000);
  state.isReachable = false;
  await report.send();
  report.used(['a'], 3_000);
  state.isReachable = true;
  await report.send();
  expect(told).toEqual([
    {
      applied: ['a'],
      used: [
        { id: 'a', at: '1970-01-01T00:00:03.000Z' },
        { id: 'b', at: '1970-01-01T00:00:01.000Z' },
      ],
    },
  ]);
});
