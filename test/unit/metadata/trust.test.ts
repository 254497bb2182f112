// Trust, computed by hand.
import { expect, test } from 'vitest';
import { type TrustFacts, trustOf } from '../../../subgraphs/metadata/trust/trust.ts';

const passed = { id: 'owner', passed: true, detail: null };
const failed = { id: 'quality-known', passed: false, detail: 'Not known.' };

const perfect: TrustFacts = {
  scorecard: { percent: 100, checks: [passed] },
  promises: ['OK', 'OK'],
  quality: { passing: 4, failing: 0, unknown: 0, score: 1, asOf: new Date(0) },
  examples: { verified: 1, all: 1 },
  clients: 3,
};
const noQuality = { passing: 0, failing: 0, unknown: 0, score: null, asOf: null };

test('a product with everything has all hundred points, and says where each comes from', () => {
  const { score, reasons } = trustOf(perfect);
  expect(score).toBe(100);
  expect(reasons.map(({ id, points, most }) => [id, points, most])).toEqual([
    ['scorecard', 25, 25],
    ['service-levels', 25, 25],
    ['quality', 25, 25],
    ['examples', 15, 15],
    ['usage', 10, 10],
  ]);
});

test('one of which nothing is known has none', () => {
  const unknown: TrustFacts = {
    scorecard: { percent: 0, checks: [failed] },
    promises: ['UNKNOWN'],
    quality: { passing: 0, failing: 0, unknown: 3, score: 0, asOf: null },
    examples: { verified: 0, all: 2 },
    clients: 0,
  };
  expect(trustOf(unknown).score).toBe(0);
});

test.each<[string, Partial<TrustFacts>, string, number, string]>([
  [
    'a scorecard with a gap',
    { scorecard: { percent: 50, checks: [passed, failed] } },
    'scorecard',
    13,
    '1 of 2 checks of the scorecard pass. It lacks: quality-known.',
  ],
  [
    'promises in every state',
    { promises: ['OK', 'AT_RISK', 'BREACHED', 'UNKNOWN'] },
    'service-levels',
    9,
    '1 of 4 promises are kept; 1 at risk, 1 not kept, 1 not known.',
  ],
  ['no promise', { promises: [] }, 'service-levels', 0, 'Nothing is promised about its service.'],
  [
    'checks that fail or are not known',
    { quality: { passing: 2, failing: 1, unknown: 1, score: 0.5, asOf: new Date(0) } },
    'quality',
    13,
    '2 of 4 checks of its data pass; 1 failing; 1 not known.',
  ],
  ['no check', { quality: noQuality }, 'quality', 0, 'No rule says what its data has to be like.'],
  ['no example', { examples: { verified: 0, all: 0 } }, 'examples', 0, 'No example shows how it is used.'],
  ['a broken example', { examples: { verified: 1, all: 2 } }, 'examples', 8, '1 of 2 examples worked when last run.'],
  ['one client', { clients: 1 }, 'usage', 3, '1 client asked for it in the last 30 days.'],
  ['two clients', { clients: 2 }, 'usage', 7, '2 clients asked for it in the last 30 days.'],
  ['more clients than are needed', { clients: 40 }, 'usage', 10, '40 clients asked for it in the last 30 days.'],
  ['no client', { clients: 0 }, 'usage', 0, 'Nobody asked for it in the last 30 days.'],
])('%s', (_, facts, part, points, text) => {
  const { score, reasons } = trustOf({ ...perfect, ...facts });
  const reason = reasons.find(({ id }) => id === part)!;
  expect(reason).toMatchObject({ points, text });
  expect(score).toBe(100 - reason.most + points);
});
