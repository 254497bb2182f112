// How products stand at one instant, for tests of what is made of it.
import type { KnownStanding } from '../../../../gateway/metadata/standing.ts';
import type { ProductStanding } from '../../../../schema/standing.ts';

export const now = new Date('2026-03-01T12:00:00Z');

export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

export function productWith(parts: Partial<ProductStanding>): ProductStanding {
  return {
    id: 'orders/orders',
    version: '1.2.0',
    status: 'ACTIVE',
    latest: '1.2.0',
    health: 'OK',
    openIncidents: 0,
    freshness: [],
    deprecations: [],
    pins: [],
    ...parts,
  };
}

/** @param minutes by product: how old its data is; null where nobody has reported */
export function standingOf(minutes: Readonly<Record<string, number | null>>): KnownStanding {
  const products = Object.entries(minutes).map(([id, age]) =>
    productWith({
      id,
      freshness: [{ element: '', promiseSeconds: 3_600, newest: age === null ? null : minutesAgo(age) }],
    }),
  );
  return knownStanding(products);
}

export function knownStanding(products: readonly ProductStanding[]): KnownStanding {
  return { asOf: now, products: new Map(products.map((product) => [product.id, product])) };
}
