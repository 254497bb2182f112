// The customers domain over a database of its own, with the demo data of one fixed instant.
import { createLoaders } from '../../../subgraphs/customers/loaders.ts';
import { resolvers } from '../../../subgraphs/customers/resolvers.ts';
import { seed } from '../../../subgraphs/customers/seed.ts';
import { type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';

export const now = new Date('2026-11-22T10:00:00Z');

export function openCustomers(): Promise<DomainUnderTest> {
  return openDomain({ name: 'customers', resolvers, createLoaders, seed, now });
}
