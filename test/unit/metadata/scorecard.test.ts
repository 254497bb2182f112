import { expect, test } from 'vitest';
import {
  type ScorecardFacts,
  scorecardOf,
  scorecardOfDomain,
} from '../../../subgraphs/metadata/scorecard/scorecard.ts';

const perfect: ScorecardFacts = {
  productId: 1,
  product: 'orders/orders',
  domain: 'orders',
  ownerTeam: 'order-management',
  status: 'ACTIVE',
  description: 'What was ordered.',
  members: 2,
  contacts: 1,
  fields: 10,
  described: 10,
  unreviewed: 0,
  slas: ['OK', 'BREACHED'],
  quality: { passing: 2, failing: 1, unknown: 0, score: 2 / 3, asOf: new Date(0) },
};
const noQuality = { passing: 0, failing: 0, unknown: 0, score: null, asOf: null };

test('a product that has everything has all points, whatever its promises and checks have come to', () => {
  const { percent, checks } = scorecardOf(perfect);
  expect(percent).toBe(100);
  expect(checks.map(({ id }) => id)).toEqual([
    'owner',
    'support',
    'contract',
    'description',
    'fields-described',
    'classification',
    'sla',
    'sla-measured',
    'quality-rules',
    'quality-known',
  ]);
});

test.each<[string, Partial<ScorecardFacts>, string]>([
  ['owner', { members: 0 }, 'The team order-management has no member today.'],
  ['support', { contacts: 0 }, 'Nobody is named whom one could ask.'],
  ['contract', { status: 'DRAFT' }, 'Its contract is draft.'],
  ['description', { description: null }, 'It does not say what it is for.'],
  ['fields-described', { described: 7 }, '3 of 10 fields have no description.'],
  ['classification', { unreviewed: 1 }, '1 of 10 classifications are proposals that nobody confirmed.'],
  ['sla-measured', { slas: ['OK', 'UNKNOWN'] }, '1 of 2 promises are not measured.'],
  [
    'quality-known',
    { quality: { ...perfect.quality, unknown: 3, score: 2 / 6 } },
    '3 of 6 checks have no result that still holds.',
  ],
])('one that lacks %s has nine of ten points', (id, lacking, detail) => {
  const { percent, checks } = scorecardOf({ ...perfect, ...lacking });
  expect(percent).toBe(90);
  expect(checks.filter(({ passed }) => !passed)).toEqual([{ id, passed: false, detail }]);
});

test('one that promises nothing has nothing that could be measured', () => {
  const { percent, checks } = scorecardOf({ ...perfect, slas: [], quality: noQuality });
  expect(percent).toBe(60);
  expect(checks.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual([
    'sla',
    'sla-measured',
    'quality-rules',
    'quality-known',
  ]);
});

test('a domain passes where all its products do, and says which do not', () => {
  const other = { ...perfect, product: 'orders/returns', contacts: 0 };
  const scorecard = scorecardOfDomain([{ ...perfect, described: 9 }, other])!;
  expect(scorecard.percent).toBe(80);
  expect(scorecard.checks.filter(({ passed }) => !passed)).toEqual([
    { id: 'support', passed: false, detail: 'orders/returns: Nobody is named whom one could ask.' },
    { id: 'fields-described', passed: false, detail: 'orders/orders: 1 of 10 fields have no description.' },
  ]);
});

test('a domain without products has no scorecard', () => {
  expect(scorecardOfDomain([])).toBeNull();
});
