// What the contracts of several products say together of one coordinate.
import { describe, expect, it } from 'vitest';
import { classificationsOf } from '../../../../schema/contract/classifications.ts';
import type { Contract } from '../../../../schema/contract/contract.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';

/** @param fields such as `Money.amount public pii`, or `Money.amount public | masking: ...` with more keys of the property */
function contract(product: string, ...fields: string[]): Contract {
  const names = [...new Set(fields.map((field) => field.split('.')[0]!))];
  const own = (name: string) =>
    fields
      .filter((field) => field.startsWith(`${name}.`))
      .map(property)
      .join('');
  const schema = names.map((name) => `  - name: ${name}\n    properties:\n${own(name)}`).join('');
  const head = [
    'apiVersion: v3.2.0',
    'kind: DataContract',
    `id: ${product}`,
    'name: X',
    'version: 1.0.0',
    'status: active',
  ];
  const text = [...head, `domain: ${product.split('/')[0]}`, 'team: { name: T }', `schema:\n${schema}`].join('\n');
  return readContract(text, 'contract.yaml').contract!;
}

function property(text: string): string {
  const [head = '', more] = text.split(' | ');
  const [coordinate = '', level, ...tags] = head.split(' ');
  const classification = level === undefined ? '' : `, classification: ${level}`;
  return `      - { name: ${coordinate.split('.')[1]}, logicalType: string${classification}, tags: [${tags.join(', ')}]${more ? `, ${more}` : ''} }\n`;
}

describe('a coordinate that several products list', () => {
  it('has the strictest level, whoever gave it, and all tags', () => {
    const classifications = classificationsOf([
      contract('a/a', 'Money.amount public x', 'Money.currency public'),
      contract('b/b', 'Money.amount RESTRICTED y'),
    ]);
    expect(classifications.get('Money.amount')).toEqual({
      level: 'RESTRICTED',
      tags: ['x', 'y'],
      product: 'b/b',
      domain: 'b',
    });
  });

  it('belongs to the product that promises most of the type, when the level is the same', () => {
    const contracts = [
      contract('a/a', 'Customer.id internal'),
      contract('b/b', 'Customer.id internal', 'Customer.name internal'),
    ];
    expect(classificationsOf(contracts).get('Customer.id')?.product).toBe('b/b');
    expect(classificationsOf(contracts.reverse()).get('Customer.id')?.product).toBe('b/b');
  });

  it('is at home nowhere where several promise the type alike, as they do an amount of money', () => {
    const of = (...contracts: Contract[]) => classificationsOf(contracts).get('Money.amount')?.isShared;
    const whole = (product: string) => contract(product, 'Money.amount public', 'Money.currency public');
    expect(of(whole('a/a'), whole('b/b'))).toBe(true);
    expect(of(whole('a/a'), contract('b/b', 'Money.amount public'))).toBeUndefined();
    expect(of(whole('a/a'))).toBeUndefined();
  });

  it('is the same whatever the order of the contracts', () => {
    const contracts = [contract('a/a', 'Page.next public'), contract('b/b', 'Page.next public')];
    expect(classificationsOf(contracts)).toEqual(classificationsOf(contracts.toReversed()));
  });
});

it('a field without classification is not in the map, and so is denied', () => {
  expect(classificationsOf([contract('a/a', 'T.f')]).has('T.f')).toBe(false);
});

describe('the fields that a reader of a field learns about', () => {
  const from = 'transformSourceObjects: [Customer.email, Customer.name]';
  const declared = (name: string) => `customProperties: [{ property: ${name}, value: true }]`;

  it.each([
    ['are its sources in the graph', [`T.f internal | ${from}`], ['Customer.email', 'Customer.name']],
    ['are none when it masks them', [`T.f internal | ${from}, ${declared('masking')}`], undefined],
    ['are none when it was found safe', [`T.f internal | ${from}, ${declared('safeToDerive')}`], undefined],
    ['are none when it says nothing', ['T.f internal'], undefined],
    ['are not the field itself', ['T.f internal | transformSourceObjects: [T.f, A.b]'], ['A.b']],
    ['are not other products', ['T.f internal | transformSourceObjects: [orders/orders]'], undefined],
  ])('%s', (_, fields, derivedFrom) => {
    expect(classificationsOf([contract('a/a', ...fields)]).get('T.f')?.derivedFrom).toEqual(derivedFrom);
  });

  it('are those that any product names', () => {
    const contracts = [contract('a/a', 'T.f internal'), contract('b/b', `T.f internal | ${from}`)];
    expect(classificationsOf(contracts).get('T.f')?.derivedFrom).toEqual(['Customer.email', 'Customer.name']);
  });
});
