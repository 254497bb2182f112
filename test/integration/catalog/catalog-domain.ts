// The catalog domain over the whole demo data, for the tests of this folder.
import { createLoaders } from '../../../subgraphs/catalog/loaders.ts';
import { resolvers } from '../../../subgraphs/catalog/resolvers.ts';
import { seed } from '../../../subgraphs/catalog/seed.ts';
import { type DomainParts, type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';

export const now = new Date('2026-11-22T10:00:00Z');

export const catalogDomain: DomainParts = { name: 'catalog', resolvers, createLoaders, seed, now };

export function openCatalog(): Promise<DomainUnderTest> {
  return openDomain(catalogDomain);
}
