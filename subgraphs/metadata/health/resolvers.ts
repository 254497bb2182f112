// GraphQL over health: computed when it is asked for, from the promises and incidents as they are at that instant.
import type { DomainRow, ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { worstHealth } from './product-health.ts';
import { type UpstreamProduct, upstreamOf } from './upstream.ts';

type Context = MetadataContext;

const health = {
  asOf: (_: object, _args: object, { loaders: { now } }: Context) => now,
};

/** Enough to see the way. */
const maxCoordinates = 20;

const upstreamHealth = {
  product: ({ productId }: UpstreamProduct, _: object, { loaders: { catalogue } }: Context) =>
    catalogue.product.load(productId),
  status: async ({ productId }: UpstreamProduct, _: object, { loaders }: Context) =>
    (await loaders.health.ofProduct(productId)).status,
  via: async ({ via }: UpstreamProduct, _: object, { caller, loaders: { access } }: Context) => {
    const isKnown = await access.knownTo(caller);
    return via.filter((coordinate) => isKnown(coordinate)).slice(0, maxCoordinates);
  },
};

export const healthResolvers = {
  Health: health,
  UpstreamHealth: upstreamHealth,
  DataProduct: {
    health: async ({ id }: ProductRow, _: object, { database, loaders }: Context) => ({
      ...(await loaders.health.ofProduct(id)),
      upstream: () => upstreamOf(database, loaders.lineage, id),
    }),
  },
  Domain: {
    health: async ({ slug }: DomainRow, _: object, { loaders }: Context) =>
      worstHealth(await loaders.health.ofDomain(slug)),
  },
};
