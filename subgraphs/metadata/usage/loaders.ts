// Loaders of usage, made per request: many fields, products or clients, one statement for each window that is asked about.
import DataLoader from 'dataloader';
import { type Connection, connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { coverageOf } from './queries/traffic.ts';
import * as ask from './queries/usage.ts';
import { covers } from './traffic.ts';
import { windowUntil } from './window.ts';

export type UsageLoaders = ReturnType<typeof createUsageLoaders>;

/** A window is a duration that ends now. */
interface InWindow {
  readonly window: string;
}

export interface ConsumerListing extends PageArguments, InWindow {
  /** Null: all clients. */
  readonly client: string | null;
}

export function createUsageLoaders(database: Queries, now: Date) {
  const at = ({ window }: InWindow) => windowUntil(now, window);
  const consumerCounts = createLoaderByArguments(async (ids: readonly number[], args: InWindow) => {
    const rows = await ask.consumerCounts(database, ids, at(args));
    return inKeyOrder(ids, rows, (row) => row.productId).map((row) => row?.count ?? 0);
  });
  return {
    /** How many there are, whoever may see them. */
    clientsOfProduct: consumerCounts,
    ofField: createLoaderByArguments(async (coordinates: readonly string[], args: InWindow) =>
      inKeyOrder(coordinates, await ask.usageOfFields(database, coordinates, at(args)), (row) => row.coordinate),
    ),
    operationsOfField: createLoaderByArguments(async (coordinates: readonly string[], args: InWindow & ask.UsesShown) =>
      groupInKeyOrder(
        coordinates,
        await ask.operationsOfFields(database, coordinates, at(args), args),
        (row) => row.coordinate,
      ),
    ),
    observed: createLoaderByArguments(async (coordinates: readonly string[], args: InWindow) =>
      inKeyOrder(coordinates, await ask.observedOfFields(database, coordinates, at(args)), (row) => row.coordinate),
    ),
    /** Whether reports cover the window. */
    isCovered: new DataLoader(async (windows: readonly string[]) =>
      Promise.all(windows.map(async (window) => covers(await coverageOf(database, at({ window })), at({ window })))),
    ),
    consumer: new DataLoader(async (clients: readonly string[]) =>
      inKeyOrder(clients, await ask.consumersByClient(database, clients), (row) => row.client),
    ),
    operationsOfConsumer: createLoaderByArguments(
      async (clients: readonly string[], args: InWindow & { teams: readonly string[] | null; limit: number }) =>
        groupInKeyOrder(
          clients,
          await ask.operationsOfConsumers(database, clients, at(args), args),
          (row) => row.client,
        ),
    ),
    productsOfConsumer: createLoaderByArguments(async (clients: readonly string[], args: InWindow) =>
      groupInKeyOrder(clients, await ask.productsOfConsumers(database, clients, at(args)), (row) => row.client),
    ),
    consumersOfProduct: createLoaderByArguments(async (ids: readonly number[], args: ConsumerListing) => {
      const page = readPage(args, ask.mostRequestsFirst);
      const rows = await ask.consumerPages(database, ids, at(args), page, args.client);
      return groupInKeyOrder(ids, rows, (row) => row.productId).map(
        (group, index): Connection<ask.ProductConsumerRow> =>
          connectionOf({
            page,
            order: ask.mostRequestsFirst,
            rows: group,
            sortKeyOf: (row) => [row.requests, row.client],
            totalCount: () => consumerCounts.load(ids[index]!, { window: args.window }),
          }),
      );
    }),
  };
}
