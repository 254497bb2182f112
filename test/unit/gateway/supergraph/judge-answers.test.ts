// The judge of the reload campaign sees what it is there to see.
import { expect, test } from 'vitest';
import { judgeAnswers } from '../../../reload/judge-answers.ts';

const answer = (...said: readonly unknown[]): [string, number] => [JSON.stringify(said), 1];
const whole = answer(200, 'a.x', '1', '1', 'nick', []);

test.each<[string, [string, number][], { failed: number; mixed: number }]>([
  ['a whole answer', [whole], { failed: 0, mixed: 0 }],
  [
    'the same without what the rules deny',
    [answer(200, 'a.y', '1', '1', null, ['FORBIDDEN'])],
    { failed: 0, mixed: 0 },
  ],
  ['values of two publications', [answer(200, 'a.x', '1', '2', 'nick', [])], { failed: 0, mixed: 1 }],
  ['two answers of one generation', [whole, answer(200, 'a.x', '2', '2', 'nick', [])], { failed: 0, mixed: 1 }],
  [
    'two policies in one generation',
    [whole, answer(200, 'a.x', '1', '1', null, ['FORBIDDEN'])],
    { failed: 0, mixed: 1 },
  ],
  ['a field that failed', [answer(200, 'a.x', '1', null, 'nick', ['SUBGRAPH_UNAVAILABLE'])], { failed: 1, mixed: 0 }],
  ['a refusal', [answer(503, null, null, null, null, ['OVERLOADED'])], { failed: 1, mixed: 0 }],
  ['a connection that broke', [answer(0, null, null, null, null, ['Error: reset'])], { failed: 1, mixed: 0 }],
])('%s', (_, answers, { failed, mixed }) => {
  const verdict = judgeAnswers({ answers });
  expect({ failed: verdict.failed.length, mixed: verdict.mixed.length }).toEqual({ failed, mixed });
});
