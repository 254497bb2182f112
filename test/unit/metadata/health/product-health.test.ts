import { expect, test } from 'vitest';
import {
  healthOf,
  type OpenIncident,
  type PromiseState,
  worstHealth,
} from '../../../../subgraphs/metadata/health/product-health.ts';

const promise = (status: PromiseState['status'], kind = 'AVAILABILITY', name = 'there'): PromiseState => ({
  name,
  kind,
  status,
});
const incident = (severity: OpenIncident['severity']): OpenIncident => ({ severity, title: 'It rains in.' });

test.each<[string, PromiseState[], OpenIncident[], string]>([
  ['nothing is promised', [], [], 'UNKNOWN'],
  ['nothing is promised that is measured', [promise('UNKNOWN', 'RETENTION')], [], 'UNKNOWN'],
  ['all is kept', [promise('OK'), promise('OK', 'FRESHNESS')], [], 'OK'],
  ['nobody has asked for the promised throughput', [promise('OK'), promise('UNKNOWN', 'THROUGHPUT')], [], 'OK'],
  ['something is not known', [promise('OK'), promise('UNKNOWN', 'LATENCY')], [], 'UNKNOWN'],
  ['something is at risk, something not known', [promise('AT_RISK'), promise('UNKNOWN', 'LATENCY')], [], 'AT_RISK'],
  ['something is broken', [promise('AT_RISK'), promise('BREACHED', 'LATENCY')], [], 'BREACHED'],
  ['a minor incident is open', [promise('OK')], [incident('MINOR')], 'AT_RISK'],
  ['a major incident is open', [promise('OK')], [incident('MAJOR')], 'BREACHED'],
  ['an incident is open where nothing is promised', [], [incident('CRITICAL')], 'BREACHED'],
])('where %s', (_, promises, incidents, status) => {
  expect(healthOf(promises, incidents).status).toBe(status);
});

test('the reasons are sentences, the worst first', () => {
  const promises = [promise('UNKNOWN', 'ERROR_RATE', 'errors'), promise('BREACHED', 'FRESHNESS', 'fresh')];
  expect(healthOf(promises, [incident('MINOR')]).reasons).toEqual([
    'The promised freshness (fresh) is not kept.',
    'Open incident: It rains in.',
    'The promised error rate (errors) is not known to be kept.',
  ]);
});

test('a domain stands as its worst product does, and says why', () => {
  const bad = { status: 'BREACHED', reasons: ['It burns.'] } as const;
  expect(worstHealth([{ status: 'OK', reasons: [] }, bad, { status: 'UNKNOWN', reasons: ['?'] }])).toBe(bad);
  expect(worstHealth([]).status).toBe('UNKNOWN');
});
