// The customers domain over a database of its own, with the demo data of one fixed instant.
import { createLoaders } from '../../../subgraphs/customers/loaders.ts';
import { resolvers } from '../../../subgraphs/customers/resolvers.ts';
import { seed } from '../../../subgraphs/customers/seed.ts';
import { type DomainParts, type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';
import { type ServedDomain, serveDomain } from '../../support/served-domain.ts';

export const now = new Date('2026-01-15T10:00:00Z');

const parts: DomainParts = { name: 'customers', resolvers, createLoaders, seed, now };

export function openCustomers(): Promise<DomainUnderTest> {
  return openDomain(parts);
}

export function serveCustomers(): Promise<ServedDomain> {
  return serveDomain(parts);
}
