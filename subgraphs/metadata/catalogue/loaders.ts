// Loaders of the catalogue, made per request: many keys, one statement.
import DataLoader from 'dataloader';
import { type Connection, connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import * as ask from './queries.ts';

export type CatalogueLoaders = ReturnType<typeof createCatalogueLoaders>;

export function createCatalogueLoaders(database: Queries) {
  const productCounts = new DataLoader(async (slugs: readonly string[]) => {
    const rows = await ask.productCountsOfDomains(database, slugs);
    return inKeyOrder(slugs, rows, (row) => row.domain).map((row) => row?.count ?? 0);
  });
  const versionCounts = new DataLoader(async (ids: readonly number[]) => {
    const rows = await ask.versionCounts(database, ids);
    return inKeyOrder(ids, rows, (row) => row.contractId).map((row) => row?.count ?? 0);
  });
  const productPages = createLoaderByArguments(async (slugs: readonly string[], args: PageArguments) => {
    const page = readPage(args, ask.byUrn);
    const rows = await ask.productPagesOfDomains(database, slugs, page);
    return groupInKeyOrder(slugs, rows, (row) => row.domain).map((group, index) =>
      productConnection(page, group, () => productCounts.load(slugs[index]!)),
    );
  });
  const versionPages = createLoaderByArguments(async (ids: readonly number[], args: PageArguments) => {
    const page = readPage(args, ask.newestFirst);
    const rows = await ask.versionPagesOfContracts(database, ids, page);
    return groupInKeyOrder(ids, rows, (row) => row.contractId).map((group, index) =>
      connectionOf({
        page,
        order: ask.newestFirst,
        rows: group,
        sortKeyOf: (row) => [row.ord],
        totalCount: () => versionCounts.load(ids[index]!),
      }),
    );
  });

  return {
    domain: one(database, ask.domainsBySlug, (row) => row.slug),
    team: one(database, ask.teamsById, (row) => row.id),
    membersOfTeam: many(database, ask.membersOfTeams, (row) => row.teamId),
    contactsOfDomain: many(database, ask.contactsOfDomains, (row) => row.domain),
    product: one(database, ask.productsById, (row) => row.id),
    productByUrn: one(database, ask.productsByUrn, (row) => row.urn),
    productPages,
    contractByProductUrn: one(database, ask.contractsByProductUrn, (row) => row.productUrn),
    contractsOfProduct: many(database, ask.contractsOfProducts, (row) => row.productId),
    version: byVersion(database, ask.versionsByKey),
    versionTexts: byVersion(database, ask.versionTexts),
    versionPages,
    field: one(database, ask.fieldsByCoordinate, (row) => row.coordinate),
  };
}

export function productConnection(
  page: ReturnType<typeof readPage>,
  rows: readonly ask.ProductRow[],
  totalCount: () => Promise<number>,
): Connection<ask.ProductRow> {
  return connectionOf({ page, order: ask.byUrn, rows, sortKeyOf: (row) => [row.urn], totalCount });
}

type Question<Key, Row> = (database: Queries, keys: readonly Key[]) => Promise<Row[]>;

function one<Key, Row>(database: Queries, question: Question<Key, Row>, keyOf: (row: Row) => Key) {
  return new DataLoader<Key, Row | null>(async (keys) => inKeyOrder(keys, await question(database, keys), keyOf));
}

function many<Key, Row>(database: Queries, question: Question<Key, Row>, keyOf: (row: Row) => Key) {
  return new DataLoader<Key, Row[]>(async (keys) => groupInKeyOrder(keys, await question(database, keys), keyOf));
}

function byVersion<Row extends ask.VersionKey>(database: Queries, question: Question<ask.VersionKey, Row>) {
  return new DataLoader<ask.VersionKey, Row | null, string>(
    async (keys) => inKeyOrder(keys.map(versionName), await question(database, keys), versionName),
    { cacheKeyFn: versionName },
  );
}

function versionName({ contractId, version }: ask.VersionKey): string {
  return `${contractId}@${version}`;
}
