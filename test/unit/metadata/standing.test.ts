import { expect, test } from 'vitest';
import { noEvidence, type SlaStatus, standingAt, worstOf } from '../../../subgraphs/metadata/freshness/standing.ts';

const newest = new Date('2026-01-01T00:00:00Z');
const evidence = { newest, lastReport: newest };
const after = (seconds: number) => new Date(newest.getTime() + seconds * 1000);

test.each<[number, SlaStatus]>([
  [0, 'OK'],
  [79.999, 'OK'],
  [80, 'AT_RISK'],
  [99.999, 'AT_RISK'],
  [100, 'BREACHED'],
  [1e9, 'BREACHED'],
])('%d seconds old against a threshold of 100 is %s', (age, status) => {
  expect(standingAt(evidence, 100, after(age))).toEqual({
    status,
    ageSeconds: age,
    evidenceAgeSeconds: age,
    breachesAt: after(100),
  });
});

test('a reporter whose clock is ahead makes data new, not negative', () => {
  expect(standingAt(evidence, 100, after(-5))).toMatchObject({ status: 'OK', ageSeconds: 0 });
});

test('without a report nothing is claimed', () => {
  expect(standingAt({ newest: null, lastReport: null }, 100, newest)).toBe(noEvidence);
});

test('of several promises the one that needs attention speaks', () => {
  const of = (...statuses: SlaStatus[]) => worstOf(statuses.map((status) => ({ ...noEvidence, status }))).status;
  expect(of()).toBe('UNKNOWN');
  expect(of('OK', 'AT_RISK')).toBe('AT_RISK');
  expect(of('AT_RISK', 'BREACHED', 'OK')).toBe('BREACHED');
  expect(of('OK', 'UNKNOWN')).toBe('UNKNOWN');
});
