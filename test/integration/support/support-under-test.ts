// The support domain over a database of its own, with the demo data of one fixed instant.
import { createLoaders } from '../../../subgraphs/support/loaders.ts';
import { resolvers } from '../../../subgraphs/support/resolvers.ts';
import { seed } from '../../../subgraphs/support/seed.ts';
import { type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';

const now = new Date('2026-11-22T10:00:00Z');

export function openSupport(): Promise<DomainUnderTest> {
  return openDomain({ name: 'support', resolvers, createLoaders, seed, now });
}
