// Resolvers of the catalog subgraph: from arguments to the right question, and from rows to types. Lists that hang on a
// parent go through the request's loaders.
import type { Connection } from '../../kit/connection.ts';
import { connectionOfListing } from '../../kit/listing.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import { badInput } from '../../kit/user-input.ts';
import { type ChangedPrice, changePrice, type PriceChange } from './change-price.ts';
import type { CatalogLoaders } from './loaders.ts';
import { type ProductListArguments, readProductListing } from './product-listing.ts';
import {
  type CategoryRow,
  categories,
  type PricePeriodRow,
  type ProductRow,
  productCount,
  productOrdering,
  productPage,
} from './queries.ts';

type Context = SubgraphContext<CatalogLoaders>;

interface Reference {
  readonly id: string;
}

const maxPricePeriods = 100;

export const resolvers = {
  Query: {
    product: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.product.load(id),
    products: (_: unknown, args: ProductListArguments, context: Context) => products(args, context),
    category: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.category.load(id),
    categories: (_: unknown, _args: unknown, { database }: Context) => categories(database),
  },

  Mutation: {
    changePrice: async (_: unknown, { input }: { input: PriceChange }, { database, loaders }: Context) => {
      const changed = await changePrice(database, input);
      loaders.product.clear(input.productId);
      return changed;
    },
  },

  Product: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.product.load(id),
    category: ({ categoryId }: ProductRow, _: unknown, { loaders }: Context) => loaders.category.load(categoryId),
    price: ({ price, currency }: ProductRow) => ({ amount: price, currency }),
    cost: ({ cost, currency }: ProductRow) => cost && { amount: cost, currency },
    priceHistory: ({ id }: ProductRow, { first }: { first?: number | null }, { loaders }: Context) =>
      loaders.pricePeriods.load(id, pricePeriodLimit(first)),
  },

  PricePeriod: {
    price: ({ price, currency }: PricePeriodRow) => ({ amount: price, currency }),
  },

  Category: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.category.load(id),
    subCategories: async ({ id }: CategoryRow, _: unknown, { loaders }: Context) =>
      (await loaders.categoryContents.load(id))?.subCategories ?? [],
    productCount: async ({ id }: CategoryRow, _: unknown, { loaders }: Context) =>
      (await loaders.categoryContents.load(id))?.productCount ?? 0,
    products: (category: CategoryRow, args: ProductListArguments, context: Context) =>
      productsOfCategory(category, args, context),
  },

  ChangePricePayload: {
    previousPrice: ({ previousPrice, product }: ChangedPrice) => ({
      amount: previousPrice,
      currency: product.currency,
    }),
  },
};

async function products(args: ProductListArguments, { database }: Context): Promise<Connection<ProductRow>> {
  const listing = readProductListing(args);
  const rows = await productPage(database, listing);
  return connectionOfListing(listing, productOrdering, rows, () => productCount(database, listing.filter));
}

async function productsOfCategory(
  { id }: CategoryRow,
  args: ProductListArguments,
  { loaders }: Context,
): Promise<Connection<ProductRow>> {
  const listing = readProductListing(args);
  const rows = await loaders.productsOfCategory.load(id, listing);
  return connectionOfListing(listing, productOrdering, rows, () =>
    loaders.productCountOfCategory.load(id, listing.filter),
  );
}

function pricePeriodLimit(first: number | null | undefined): number {
  const limit = first ?? 10;
  if (limit < 1 || limit > maxPricePeriods) throw badInput('first', `must be between 1 and ${maxPricePeriods}`);
  return limit;
}
