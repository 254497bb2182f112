// Resolvers of the orders subgraph: from arguments to the right question, and from rows to types. Lists that hang on a
// parent go through the request's loaders.
import type { Connection } from '../../kit/connection.ts';
import { connectionOfListing, type ListArguments, readListing } from '../../kit/listing.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import type { OrdersLoaders } from './loaders.ts';
import { placedOrders } from './placed-orders.ts';
import { cancelOrder } from './placing/cancel-order.ts';
import { type OrderRequest, placeOrder } from './placing/place-order.ts';
import {
  type OrderFilter,
  type OrderLineRow,
  type OrderOrderField,
  type OrderParent,
  type OrderRow,
  orderCount,
  orderOrdering,
  orderPage,
} from './queries.ts';

type Context = SubgraphContext<OrdersLoaders>;
type OrderListArguments = ListArguments<OrderFilter, OrderOrderField>;

const newestFirst = { field: 'PLACED_AT', direction: 'DESC' } as const;

/** An entity of another domain: all we know of it is its id, and we add to it whatever the id. */
interface Reference {
  readonly id: string;
}

interface OrderPlacedArguments {
  readonly customerId?: string | null;
}

export const resolvers = {
  Query: {
    order: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.order.load(id),
    orders: (_: unknown, args: OrderListArguments, context: Context) => orders(args, context),
  },

  Mutation: {
    placeOrder: (_: unknown, { input }: { input: OrderRequest }, context: Context) => place(input, context),
    cancelOrder: async (_: unknown, { id }: Reference, { database, loaders }: Context) => {
      const order = await cancelOrder(database, id);
      loaders.order.clear(id);
      loaders.totalsOfCustomer.clear(order.customerId);
      loaders.unitsSold.clearAll();
      return order;
    },
  },

  Subscription: {
    orderPlaced: {
      subscribe: (_: unknown, { customerId }: OrderPlacedArguments, { database }: Context) =>
        placedOrders(database, customerId ?? null),
      resolve: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.order.load(id),
    },
  },

  Order: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.order.load(id),
    customer: ({ customerId }: OrderRow): Reference => ({ id: customerId }),
    lines: ({ id }: OrderRow, _: unknown, { loaders }: Context) => loaders.linesOfOrder.load(id),
    shipping: ({ shipMode, shippedAt, city, state, region }: OrderRow) => ({
      mode: shipMode,
      shippedAt,
      city,
      state,
      region,
    }),
    total: ({ total, currency }: OrderRow) => ({ amount: total, currency }),
    profit: ({ profit, currency }: OrderRow) => profit && { amount: profit, currency },
  },

  OrderLine: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.orderLine.load(id),
    order: ({ orderId }: OrderLineRow, _: unknown, { loaders }: Context) => loaders.order.load(orderId),
    product: ({ productId }: OrderLineRow): Reference => ({ id: productId }),
    unitPrice: ({ unitPrice, currency }: OrderLineRow) => ({ amount: unitPrice, currency }),
    amount: ({ amount, currency }: OrderLineRow) => ({ amount, currency }),
  },

  Customer: {
    orders: ({ id }: Reference, args: OrderListArguments, context: Context) => ordersOf('customer', id, args, context),
    orderCount: async ({ id }: Reference, _: unknown, { loaders }: Context) =>
      (await loaders.totalsOfCustomer.load(id))?.orderCount ?? 0,
    lifetimeValue: async ({ id }: Reference, _: unknown, { loaders }: Context) => {
      const totals = await loaders.totalsOfCustomer.load(id);
      return { amount: totals?.lifetimeValue ?? '0.00', currency: totals?.currency ?? 'USD' };
    },
  },

  Product: {
    unitsSold: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.unitsSold.load(id),
    orders: ({ id }: Reference, args: OrderListArguments, context: Context) => ordersOf('product', id, args, context),
  },
};

async function orders(args: OrderListArguments, { database }: Context): Promise<Connection<OrderRow>> {
  const listing = readListing(args, newestFirst, orderOrdering);
  const rows = await orderPage(database, listing);
  return connectionOfListing(listing, orderOrdering, rows, () => orderCount(database, listing.filter));
}

async function ordersOf(
  parent: OrderParent,
  id: string,
  args: OrderListArguments,
  { loaders }: Context,
): Promise<Connection<OrderRow>> {
  const listing = readListing(args, newestFirst, orderOrdering);
  const rows = await loaders.ordersOf[parent].load(id, listing);
  return connectionOfListing(listing, orderOrdering, rows, () => loaders.orderCountOf[parent].load(id, listing.filter));
}

async function place(input: OrderRequest, { database, loaders }: Context) {
  const { id, placed } = await placeOrder(database, input);
  loaders.totalsOfCustomer.clear(input.customerId);
  loaders.unitsSold.clearAll();
  return { order: () => loaders.order.load(id), placed };
}
