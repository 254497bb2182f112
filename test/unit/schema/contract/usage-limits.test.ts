// Where and for what a value may be used, from the text of contracts to what the policies and the registry's consumers read.
import { expect, test } from 'vitest';
import { parseArtefact } from '../../../../gateway/supergraph/parse-artefact.ts';
import { buildArtefact, type Classification } from '../../../../schema/artefact.ts';
import { classificationsOf } from '../../../../schema/contract/classifications.ts';
import type { Contract } from '../../../../schema/contract/contract.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';

const eu = '{ property: residency, value: [EU, CH] }';
const us = '{ property: residency, value: [US] }';
const support = '{ property: purposes, value: [support] }';
const held = '{ property: legalHold, value: true }';
const filtered = '{ property: rowFiltered, value: true }';

test.each<[string, string[], string[], Partial<Classification>]>([
  ['nothing is limited by default', [], [], {}],
  ['a field has what its product has', [eu, support, held], [], limits(['CH', 'EU'], ['support'], true)],
  ['a field has what it says itself', [], [eu, support, held], limits(['CH', 'EU'], ['support'], true)],
  ["a field's own list stands in for the product's", [eu], [us], { residency: ['US'] }],
  ['a product on legal hold has no field that is not', [held], [held.replace('true', 'false')], { legalHold: true }],
  ['all fields know that the product leaves records out', [filtered], [], { rowFiltered: true }],
])('%s', (_name, ofProduct, ofField, expected) => {
  const known = classificationsOf([contract('a/a', ofProduct, ofField)]).get('Money.amount');
  expect(known).toEqual({ level: 'INTERNAL', tags: [], product: 'a/a', domain: 'a', ...expected });
});

test.each<[string, string[], string[], Partial<Classification>]>([
  ['what both allow', [eu], ['{ property: residency, value: [EU, US] }'], { residency: ['EU'] }],
  ['nothing, where they agree on nothing', [eu], [us], { residency: [] }],
  ['what one allows, where the other does not mind', [support], [], { purposes: ['support'] }],
  ['legal hold, whoever holds', [], [held], { legalHold: true }],
])('a field that two products list may be used for %s', (_name, first, second, expected) => {
  const contracts = [contract('a/a', first, []), contract('b/b', second, [])];
  expect(classificationsOf(contracts).get('Money.amount')).toMatchObject(expected);
});

test('a list that names nothing is refused where it stands', () => {
  const text = contractText('a/a', ['{ property: residency, value: [] }'], []);
  expect(readContract(text, 'contract.yaml').problems).toMatchObject([
    { code: 'CONTRACT_INVALID_VALUE', message: '"residency" names nothing.' },
  ]);
});

test('the artefact carries the limits, and another limit is another artefact', async () => {
  const artefactOf = (...ofProduct: string[]) =>
    buildArtefact({
      supergraphSdl: 'type Query { a: Int }',
      classifications: classificationsOf([contract('a/a', ofProduct, [])]),
      publishedAt: new Date(0),
    });
  const artefact = artefactOf(eu, support, held, filtered);
  expect(await parseArtefact(JSON.parse(JSON.stringify(artefact)))).toEqual(artefact);
  const ids = [[], [eu], [us], [support], [held], [filtered]].map((ofProduct) => artefactOf(...ofProduct).id);
  expect(new Set(ids).size).toBe(6);
});

function limits(residency: string[], purposes: string[], legalHold: true): Partial<Classification> {
  return { residency, purposes, legalHold };
}

function contract(product: string, ofProduct: string[], ofField: string[]): Contract {
  return readContract(contractText(product, ofProduct, ofField), 'contract.yaml').contract!;
}

function contractText(product: string, ofProduct: string[], ofField: string[]): string {
  const field = `name: amount, logicalType: string, classification: internal, customProperties: [${ofField.join(', ')}]`;
  return [
    'apiVersion: v3.2.0',
    'kind: DataContract',
    `id: ${product}`,
    'name: X',
    'version: 1.0.0',
    'status: active',
    `domain: ${product.split('/')[0]}`,
    'team: { name: T }',
    `customProperties: [${ofProduct.join(', ')}]`,
    `schema: [{ name: Money, properties: [{ ${field} }] }]`,
  ].join('\n');
}
