// The payments domain over the whole demo data, for the tests of this folder.
import { createLoaders } from '../../../subgraphs/payments/loaders.ts';
import { resolvers } from '../../../subgraphs/payments/resolvers.ts';
import { seed } from '../../../subgraphs/payments/seed.ts';
import { type DomainParts, type DomainUnderTest, openDomain } from '../../support/domain-under-test.ts';

export const now = new Date('2026-11-22T10:00:00Z');

export const paymentsDomain: DomainParts = { name: 'payments', resolvers, createLoaders, seed, now };

export function openPayments(): Promise<DomainUnderTest> {
  return openDomain(paymentsDomain);
}
