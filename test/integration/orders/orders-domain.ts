// The orders domain over the whole demo data, for the tests of this folder.
import { createLoaders } from '../../../subgraphs/orders/loaders.ts';
import { resolvers } from '../../../subgraphs/orders/resolvers.ts';
import { seed } from '../../../subgraphs/orders/seed.ts';
import { type DomainParts, type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';

export const now = new Date('2026-11-22T10:00:00Z');

export const ordersDomain: DomainParts = { name: 'orders', resolvers, createLoaders, seed, now };

export function openOrders(): Promise<DomainUnderTest> {
  return openDomain(ordersDomain);
}
