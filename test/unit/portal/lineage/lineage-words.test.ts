import { describe, expect, test } from 'vitest';
import { evidenceOf, evidenceWords, transformWords } from '../../../../portal/source/lineage/edge-words.ts';
import { labelOfUrn, refOf } from '../../../../portal/source/lineage/node-ref.ts';
import { hiddenWords } from '../../../../portal/source/lineage/node-words.ts';
import { readOpenSides } from '../../../../portal/source/lineage/open-sides.ts';

test.each([
  ['Order.total', { coordinate: 'Order.total' }],
  ['Query.orders(first:)', { coordinate: 'Query.orders(first:)' }],
  ['gordian:product:orders/orders', { urn: 'gordian:product:orders/orders' }],
  ['postgres://orders#orders.line.amount', { urn: 'postgres://orders#orders.line.amount' }],
  ['openlineage:job:airflow#load', { urn: 'openlineage:job:airflow#load' }],
])('%s is asked for as %j', (node, ref) => {
  expect(refOf(node)).toEqual(ref);
});

test.each([
  ['postgres://orders#orders.line.amount', 'orders.line.amount'],
  ['gordian:product:orders/orders', 'orders/orders'],
  ['gordian:redacted:3', null],
])('%s is called %s', (urn, label) => {
  expect(labelOfUrn(urn)).toBe(label);
});

describe('an edge', () => {
  test.each([
    [{ transform: 'DIRECT', subtype: 'IDENTITY', masking: false }, 'copied'],
    [{ transform: 'DIRECT', subtype: 'TRANSFORMATION', masking: true }, 'computed from it, masked'],
    [{ transform: 'INDIRECT', subtype: 'JOIN', masking: false }, 'finds it by this'],
    [{ transform: 'INDIRECT', subtype: 'FILTER', masking: false }, 'decides by this'],
  ] as const)('%j is said as "%s"', (edge, words) => {
    expect(transformWords({ ...edge, to: 'graphql://gordian#Order.total', origins: [] })).toBe(words);
  });

  test('to an operation is what the operation asks for', () => {
    const edge = { transform: 'DIRECT', subtype: 'IDENTITY', masking: false, origins: [] } as const;
    expect(transformWords({ ...edge, to: 'gordian:operation:abc' })).toBe('asks for it');
  });

  test.each([
    [['DECLARED'], 'declared', 'declared in a contract, not seen'],
    [['OPENLINEAGE'], 'observed', 'reported by a run'],
    [['FEDERATION'], 'observed', 'done by the gateway'],
    [['DECLARED', 'OPENLINEAGE'], 'both', 'declared in a contract and reported by a run'],
  ] as const)('with the origins %j is %s', (origins, evidence, words) => {
    expect(evidenceOf({ origins })).toBe(evidence);
    expect(evidenceWords({ origins })).toBe(words);
  });
});

test('what is hidden is counted by side, and nothing is said of nothing', () => {
  expect(hiddenWords({ hidden: { sources: 1, consumers: 1_200 } })).toBe('1 source and 1,200 consumers hidden');
  expect(hiddenWords({ hidden: { sources: 0, consumers: 0 } })).toBe('');
});

test('what an address says about open sides and is not understood is left out', () => {
  expect([...readOpenSides('sideways:a down:b up0:c up: down99999:d up2:e')]).toEqual([
    ['down:b', 1],
    ['up:c', 1],
    ['up:e', 2],
  ]);
});
