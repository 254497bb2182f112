import { describe, expect, test } from 'vitest';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import { type Interest, ofInterest, type Surroundings } from '../../../../subgraphs/metadata/events/interest.ts';
import type { MetadataEvent } from '../../../../subgraphs/metadata/events/metadata-event.ts';

const everything: Interest = {
  topics: ['contract.changed', 'health.changed', 'incident.changed'],
  match: [],
  axes: [],
  minSeverity: 'INFO',
  includeUpstream: false,
  onlyIfUsed: false,
  client: 'app',
};

/** Order.total feeds Customer.lifetimeValue, which the app uses. */
const around: Surroundings = {
  fields: ['Order.id', 'Order.note', 'Order.total', 'Query.order'],
  fedBy: (changed) => new Set(['Order.total', 'orders/orders'].includes(changed) ? ['Customer.lifetimeValue'] : []),
  isUsedBy: (client, coordinate) => client === 'app' && ['Order.id', 'Customer.lifetimeValue'].includes(coordinate),
};

function change(coordinate: string, more: Partial<ContractChange> = {}): ContractChange {
  return {
    coordinate,
    axis: 'SCHEMA',
    kind: 'FIELD_REMOVED',
    severity: 'BREAKING',
    before: null,
    after: null,
    message: `${coordinate} changed.`,
    ...more,
  };
}

function published(...changes: ContractChange[]): MetadataEvent {
  return { topic: 'contract.changed', product: 'orders/orders', version: '2.0.0', previousVersion: '1.0.0', changes };
}

describe('a change of the contract of orders is told', () => {
  test.each<[string, Partial<Interest>, ContractChange, boolean]>([
    ['to whoever names nothing', {}, change('Order.total'), true],
    ['to whoever names the field', { match: ['Order.total'] }, change('Order.total'), true],
    ['to whoever names its type', { match: ['Order'] }, change('Order.total'), true],
    ['to whoever names a field of the type that changed', { match: ['Order.total'] }, change('Order'), true],
    ['to whoever names the field of the argument', { match: ['Query.order'] }, change('Query.order(id:)'), true],
    ['to whoever names the product', { match: ['orders/orders'] }, change('Order.total'), true],
    [
      'to whoever names a field, when it is about the whole product',
      { match: ['Order.note'] },
      change('orders/orders'),
      true,
    ],
    ['not to whoever names another field', { match: ['Order.note'] }, change('Order.total'), false],
    ['not to whoever names a type whose name only begins alike', { match: ['Ord'] }, change('Order.total'), false],
    ['not on another axis', { axes: ['COMMERCIAL'] }, change('Order.total'), false],
    ['on the axis that was asked for', { axes: ['SCHEMA'] }, change('Order.total'), true],
    [
      'not when it weighs less than asked for',
      { minSeverity: 'BREAKING' },
      change('Order.total', { severity: 'WARNING' }),
      false,
    ],
    ['to whoever uses the field', { onlyIfUsed: true }, change('Order.id'), true],
    ['not to whoever uses only what it feeds', { onlyIfUsed: true }, change('Order.total'), false],
    ['unless what is upstream counts too', { onlyIfUsed: true, includeUpstream: true }, change('Order.total'), true],
    [
      'to whoever names what it feeds',
      { match: ['Customer.lifetimeValue'], includeUpstream: true },
      change('Order.total'),
      true,
    ],
    ['not to another client', { onlyIfUsed: true, client: 'other' }, change('Order.id'), false],
    ['not to a client without a name', { onlyIfUsed: true, client: null }, change('Order.id'), false],
    ['not to whoever asked for other topics', { topics: ['incident.changed'] }, change('Order.total'), false],
  ])('%s', (_, interest, changed, isTold) => {
    const told = ofInterest({ ...everything, ...interest }, published(changed), around);
    expect(told === null).toBe(!isTold);
  });

  test('with those changes only that concern the subscriber', () => {
    const told = ofInterest(
      { ...everything, match: ['Order.note'] },
      published(change('Order.total'), change('Order.note')),
      around,
    );
    expect(told).toEqual(published(change('Order.note')));
  });
});

describe('an incident of a product is told', () => {
  const incident: MetadataEvent = {
    topic: 'incident.changed',
    product: 'orders/orders',
    incident: 'i-1',
    state: 'OPEN',
    severity: 'MAJOR',
    title: 'Late.',
  };

  test.each<[string, Partial<Interest>, boolean]>([
    ['to whoever names the product', { match: ['orders/orders'] }, true],
    ['to whoever names a field of it', { match: ['Order.note'] }, true],
    ['to whoever uses a field of it', { onlyIfUsed: true }, true],
    ['to whoever names what a field of it feeds', { match: ['Customer.lifetimeValue'], includeUpstream: true }, true],
    ['not to whoever names another product', { match: ['payments/payments'] }, false],
  ])('%s', (_, interest, isTold) => {
    expect(ofInterest({ ...everything, ...interest }, incident, around) !== null).toBe(isTold);
  });
});
