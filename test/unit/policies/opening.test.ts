// What grants and a broken glass open, before any rule is asked.
import { describe, expect, test } from 'vitest';
import { anonymous, type CallerGrant } from '../../../kit/caller.ts';
import { opensBy, productThatOpens } from '../../../policies/decide/opening.ts';
import { compileSmall } from '../../support/small-policy.ts';

const now = () => new Date(1_000_000);
const grant = (id: string, changes: Partial<CallerGrant> = {}): CallerGrant => ({
  id,
  targets: ['Customer.email'],
  outcome: 'ALLOW',
  validUntil: 1_001,
  ...changes,
});

const policy = compileSmall();

describe('what opens a coordinate', () => {
  test.each<[string, { grants?: CallerGrant[]; breakGlass?: CallerGrant | null }, string | undefined]>([
    ['a grant for it', { grants: [grant('g')] }, 'g'],
    ['a grant for its product', { grants: [grant('g', { targets: ['customers/small'] })] }, 'g'],
    ['one of several targets', { grants: [grant('g', { targets: ['Customer.name', 'Customer.email'] })] }, 'g'],
    ['no grant for something else', { grants: [grant('g', { targets: ['Customer.name'] })] }, undefined],
    ['no grant whose time is over', { grants: [grant('g', { validUntil: 1_000 })] }, undefined],
    ['the widest grant', { grants: [grant('m', { outcome: 'MASK' }), grant('a')] }, 'a'],
    ['a narrow grant, where there is no wider one', { grants: [grant('m', { outcome: 'MASK' })] }, 'm'],
    ['a broken glass', { breakGlass: grant('b') }, 'b'],
    ['no broken glass whose time is over', { breakGlass: grant('b', { validUntil: 999 }) }, undefined],
    ['a broken glass before a grant', { breakGlass: grant('b'), grants: [grant('g')] }, 'b'],
    [
      'a grant beside a glass for something else',
      { breakGlass: grant('b', { targets: [] }), grants: [grant('g')] },
      'g',
    ],
  ])('%s', (_name, held, id) => {
    const opens = opensBy({ ...anonymous, ...held }, now);
    expect(opens!(policy.rulesOf('Customer.email'))?.id).toBe(id);
  });

  test.each<[CallerGrant['outcome'], string | undefined]>([
    ['ALLOW', 'g'],
    ['MASK', undefined],
  ])('a grant of %s opens a filter only where the clear value is granted', (outcome, id) => {
    const grants = [grant('g', { targets: ['customers/small'], outcome })];
    expect(opensBy({ ...anonymous, grants }, now)!(policy.rulesOf('CustomerFilter.email'))?.id).toBe(id);
  });

  test('nothing is asked of a caller who holds nothing', () => {
    expect(opensBy(anonymous, now)).toBeNull();
    expect(opensBy({ ...anonymous, grants: [], breakGlass: null }, now)).toBeNull();
  });
});

describe('a product opens what is read of it, by its name', () => {
  const classification = { level: 'RESTRICTED', tags: [], product: 'customers/small', domain: 'customers' } as const;

  test.each<[string, Parameters<typeof productThatOpens>[0], string | undefined]>([
    ['a field', { coordinate: 'Customer.email', classification }, 'customers/small'],
    [
      'the records of its types',
      { coordinate: 'Customer', classification: undefined, recordsOf: 'customers/small' },
      'customers/small',
    ],
    ['not what no contract classifies', { coordinate: 'Customer.email', classification: undefined }, undefined],
    ['not what changes something', { coordinate: 'Mutation.rename', classification }, undefined],
    [
      'not a secret',
      { coordinate: 'Customer.email', classification: { ...classification, tags: ['secret'] } },
      undefined,
    ],
  ])('%s', (_name, subject, product) => {
    expect(productThatOpens(subject)).toBe(product);
  });
});
