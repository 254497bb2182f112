// The world of most cases: a small shop in four subgraphs. Its data is computed from the ids, so every variant reads the same.
import type { World } from './world.ts';

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

export const shop: World = {
  accounts: {
    owns: ['User'],
    sdl: `type Query { users: [User!] }
      type User @key(fields: "id") { id: ID! name: String username: String }`,
    resolvers: {
      Query: { users: () => range(userCount).map((id) => user({ id: String(id) })) },
      User: { __resolveReference: user },
    },
  },
  inventory: {
    owns: [],
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
    owns: ['Product'],
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
    owns: ['Review'],
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
