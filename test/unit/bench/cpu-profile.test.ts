import { expect, test } from 'vitest';
import { byPlace, selfTimesOf } from '../../../bench/profile/cpu-profile.ts';

const frame = (id: number, functionName: string, url = '') => ({ id, callFrame: { functionName, url, lineNumber: 4 } });

const profile = {
  nodes: [
    frame(1, 'executePlan', 'file:///somewhere/dist/gateway/execute/execute-plan.js'),
    frame(2, 'findTargets', 'file:///somewhere/dist/gateway/execute/find-targets.js'),
    frame(3, '(garbage collector)'),
    frame(4, '(idle)'),
    frame(5, 'writev'),
    frame(6, 'dispatch', 'file:///somewhere/node_modules/@scope/client/lib/a.js'),
    frame(7, 'onRead', 'node:internal/streams/readable'),
    frame(8, 'executePlan', 'file:///somewhere/dist/gateway/execute/execute-plan.js'),
    frame(9, 'dispatch'),
  ],
  samples: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  timeDeltas: [10, 20, 30, 1_000, 40, 50, 60, 5, 500],
};

test('time is told by place, without idleness and the profiler itself', () => {
  expect(byPlace(selfTimesOf(profile)).map(({ place, micros }) => [place, micros])).toEqual([
    ['node: streams', 60],
    ['npm: @scope/client', 50],
    ['native: writev', 40],
    ['gateway/execute', 35],
    ['garbage collection', 30],
  ]);
});

test('a function that is called from several places is one line with its file', () => {
  const names = selfTimesOf(profile).map(({ name, micros }) => `${name} ${micros}`);
  expect(names).toContain('executePlan (gateway/execute/execute-plan.js:5) 15');
});
