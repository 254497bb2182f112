// The health of products, made per request from what the other loaders of the request read.
import DataLoader from 'dataloader';
import { maxPageSize } from '../../../kit/connection.ts';
import { groupInKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { FreshnessLoaders } from '../freshness/loaders.ts';
import type { IncidentLoaders } from '../incidents/loaders.ts';
import type { ServiceLevelLoaders } from '../service-levels/loaders.ts';
import { healthOf, type ProductHealth } from './product-health.ts';
import { productsOfDomains } from './queries.ts';

export interface HealthLoaders {
  ofProduct(productId: number): Promise<ProductHealth>;
  ofDomain(slug: string): Promise<readonly ProductHealth[]>;
}

export function createHealthLoaders(
  database: Queries,
  freshness: FreshnessLoaders,
  serviceLevels: ServiceLevelLoaders,
  incidents: IncidentLoaders,
): HealthLoaders {
  const products = new DataLoader<string, { readonly productId: number }[]>(async (slugs) =>
    groupInKeyOrder(slugs, await productsOfDomains(database, slugs), ({ domain }) => domain),
  );
  const ofProduct = async (productId: number): Promise<ProductHealth> => {
    const slas = await freshness.slasOfProduct.load(productId);
    const readings = await Promise.all(slas.map((sla) => serviceLevels.reading.load(sla)));
    const open = await incidents.ofProduct.load(productId, { open: true, limit: maxPageSize });
    return healthOf(
      slas.map(({ name, kind }, index) => ({ name, kind, status: readings[index]!.status })),
      open,
    );
  };
  return {
    ofProduct,
    ofDomain: async (slug) => Promise.all((await products.load(slug)).map(({ productId }) => ofProduct(productId))),
  };
}
