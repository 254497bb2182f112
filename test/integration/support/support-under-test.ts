// The support domain over a database of its own, with the demo data of one fixed instant.
import { createLoaders } from '../../../subgraphs/support/loaders.ts';
import { resolvers } from '../../../subgraphs/support/resolvers.ts';
import { seed } from '../../../subgraphs/support/seed.ts';
import { type DomainParts, type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';
import { type ServedDomain, serveDomain } from '../../support/served-domain.ts';

const now = new Date('2026-01-15T10:00:00Z');

const parts: DomainParts = { name: 'support', resolvers, createLoaders, seed, now };

export function openSupport(): Promise<DomainUnderTest> {
  return openDomain(parts);
}

export function serveSupport(): Promise<ServedDomain> {
  return serveDomain(parts);
}
