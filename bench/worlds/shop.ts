// The four small subgraphs of the benchmark. Their data is computed from the ids, so every variant reads the same world.
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

interface BenchSubgraph {
  readonly sdl: string;
  readonly resolvers: object;
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])\n';

const userCount = 6;
const productCount = 1_000;
/** Reviews beyond the popular ones make the wide list: one per product. */
const popularProducts = 9;
const popularReviews = 24;

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: { readonly id: string };
  readonly product: { readonly upc: string };
}

function review(number: number, upc: number): Review {
  return {
    id: `review-${number}`,
    body: `Review number ${number}: it does what it promises, and it did so for longer than the one before it.`,
    author: { id: String(1 + (number % userCount)) },
    product: { upc: String(upc) },
  };
}

const reviews = [
  ...range(popularReviews).map((number) => review(number, 1 + (number % popularProducts))),
  ...range(productCount - popularProducts).map((index) => review(popularReviews + index, popularProducts + index)),
];
const reviewsOfProduct = groupBy(reviews, ({ product }) => product.upc);
const reviewsOfUser = groupBy(reviews.slice(0, popularReviews), ({ author }) => author.id);

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const user = ({ id }: { id: string }) => ({ id, name: `User Number ${id}`, username: `user_${id}` });
const product = ({ upc }: { upc: string }) => ({
  upc,
  name: `Product ${upc}`,
  price: 100 + ((Number(upc) * 37) % 900),
  weight: 1 + (Number(upc) % 40),
});

export const subgraphs: Readonly<Record<string, BenchSubgraph>> = {
  accounts: {
    sdl: `type Query { users: [User!] }
      type User @key(fields: "id") { id: ID! name: String username: String }`,
    resolvers: {
      Query: { users: () => range(userCount).map((id) => user({ id: String(id) })) },
      User: { __resolveReference: user },
    },
  },
  inventory: {
    sdl: `type Product @key(fields: "upc") {
        upc: String! price: Int @external weight: Int @external
        inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => reference,
        inStock: ({ upc }: { upc: string }) => Number(upc) % 3 !== 0,
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 900 ? 0 : Math.round(weight / 2),
      },
    },
  },
  products: {
    sdl: `type Query { topProducts(first: Int = 5): [Product!] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) =>
          range(Math.min(first, productCount)).map((upc) => product({ upc: String(upc) })),
      },
      Product: { __resolveReference: product },
    },
  },
  reviews: {
    sdl: `type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
      type User @key(fields: "id") { id: ID! reviews: [Review!] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review!] }`,
    resolvers: {
      User: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ id }: { id: string }) => reviewsOfUser.get(id) ?? [],
      },
      Product: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ upc }: { upc: string }) => reviewsOfProduct.get(upc) ?? [],
      },
    },
  },
};

export function subgraphSchema({ sdl, resolvers }: BenchSubgraph): GraphQLSchema {
  type Options = Parameters<typeof buildSubgraphSchema>[0];
  return buildSubgraphSchema({ typeDefs: parse(link + sdl), resolvers } as Options);
}

/** @param urls by name of the subgraph */
export function supergraphOf(urls: Readonly<Record<string, string>>): string {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: urls[name]!,
    typeDefs: parse(link + sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`the subgraphs do not compose: ${errors?.join('; ')}`);
  return supergraphSdl;
}
