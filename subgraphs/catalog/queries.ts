// All SQL of the catalog domain. Functions are named for their question and ready for loaders: keys in, rows out in the
// order of the keys, one statement however many keys.
import { pageValues } from '../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../kit/in-key-order.ts';
import type { Listing } from '../../kit/listing.ts';
import { type Ordering, orderingBy, type SortDirection } from '../../kit/ordering.ts';
import type { Queries } from '../../kit/postgres.ts';

export interface ProductRow {
  readonly id: string;
  readonly name: string;
  readonly categoryId: string;
  readonly subCategory: string;
  readonly currency: string;
  readonly price: string;
  readonly cost: string | null;
  readonly active: boolean;
  readonly updatedAt: Date;
}

export interface CategoryRow {
  readonly id: string;
  readonly name: string;
}

export interface CategoryContents {
  readonly categoryId: string;
  readonly subCategories: readonly string[];
  readonly productCount: number;
}

export interface PricePeriodRow {
  readonly productId: string;
  readonly since: Date;
  readonly price: string;
  readonly currency: string;
}

export interface ProductFilter {
  readonly categoryId?: string | null;
  readonly subCategory?: string | null;
  readonly text?: string | null;
  readonly minPrice?: string | null;
  readonly maxPrice?: string | null;
  readonly active?: boolean | null;
}

export type ProductOrderField = 'NAME' | 'PRICE' | 'UPDATED_AT';

export type ProductListing = Listing<ProductFilter, ProductOrderField>;

const orderColumns = {
  NAME: { column: 'name', type: 'text', kind: 'text', valueOf: (row: ProductRow) => row.name },
  PRICE: { column: 'price', type: 'numeric', kind: 'decimal', valueOf: (row: ProductRow) => row.price },
  UPDATED_AT: {
    column: 'updated_at',
    type: 'timestamptz',
    kind: 'instant',
    valueOf: (row: ProductRow) => row.updatedAt,
  },
} as const;

export function productOrdering(field: ProductOrderField, direction: SortDirection): Ordering<ProductRow> {
  const id = { column: 'id', type: 'text', valueOf: (row: ProductRow) => row.id } as const;
  return orderingBy(field, direction, orderColumns[field], id);
}

const productColumns = `
  id, name, category_id AS "categoryId", sub_category AS "subCategory", currency, price, cost, active, updated_at AS "updatedAt"`;

const matchesFilter = `
  ($1::text IS NULL OR category_id = $1)
  AND ($2::text IS NULL OR sub_category = $2)
  AND ($3::text IS NULL OR search @@ to_tsquery('english', $3))
  AND ($4::numeric IS NULL OR price >= $4)
  AND ($5::numeric IS NULL OR price <= $5)
  AND ($6::boolean IS NULL OR active = $6)`;

export async function productsById(db: Queries, ids: readonly string[]): Promise<(ProductRow | null)[]> {
  const rows = await db.query<ProductRow>(`SELECT ${productColumns} FROM product WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

export async function productPage(db: Queries, listing: ProductListing): Promise<ProductRow[]> {
  const ordering = productOrdering(listing.field, listing.direction);
  return db.query<ProductRow>(
    `SELECT ${productColumns} FROM product
     WHERE ${matchesFilter} AND ${ordering.after(7)} ${ordering.orderBy} LIMIT $9`,
    listingValues(listing, ordering),
  );
}

export async function productCount(db: Queries, filter: ProductFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM product WHERE ${matchesFilter}`,
    filterValues(filter),
  );
  return row!.count;
}

/** The same page of each category. */
export async function productPagesByCategory(
  db: Queries,
  categoryIds: readonly string[],
  listing: ProductListing,
): Promise<ProductRow[][]> {
  const ordering = productOrdering(listing.field, listing.direction);
  const rows = await db.query<ProductRow>(
    `SELECT page.* FROM unnest($10::text[]) AS parent (parent_id) CROSS JOIN LATERAL (
       SELECT ${productColumns} FROM product
       WHERE category_id = parent_id AND ${matchesFilter} AND ${ordering.after(7)} ${ordering.orderBy} LIMIT $9
     ) AS page`,
    [...listingValues(listing, ordering), categoryIds],
  );
  return groupInKeyOrder(categoryIds, rows, (row) => row.categoryId);
}

export async function productCountsByCategory(
  db: Queries,
  categoryIds: readonly string[],
  filter: ProductFilter,
): Promise<number[]> {
  const rows = await db.query<{ categoryId: string; count: number }>(
    `SELECT category_id AS "categoryId", count(*) AS count FROM product
     WHERE ${matchesFilter} AND category_id = ANY($7::text[]) GROUP BY category_id`,
    [...filterValues(filter), categoryIds],
  );
  return inKeyOrder(categoryIds, rows, (row) => row.categoryId).map((row) => row?.count ?? 0);
}

/** The prices of each product, the current one first. */
export async function pricePeriodsByProduct(
  db: Queries,
  productIds: readonly string[],
  limit: number,
): Promise<PricePeriodRow[][]> {
  const rows = await db.query<PricePeriodRow>(
    `SELECT product.id AS "productId", product.currency, period.since, period.price
     FROM product CROSS JOIN LATERAL (
       SELECT since, price FROM price_period WHERE product_id = product.id ORDER BY since DESC LIMIT $2
     ) AS period
     WHERE product.id = ANY($1::text[]) ORDER BY product.id, period.since DESC`,
    [productIds, limit],
  );
  return groupInKeyOrder(productIds, rows, (row) => row.productId);
}

export async function categories(db: Queries): Promise<CategoryRow[]> {
  return db.query<CategoryRow>('SELECT id, name FROM category ORDER BY name');
}

export async function categoriesById(db: Queries, ids: readonly string[]): Promise<(CategoryRow | null)[]> {
  const rows = await db.query<CategoryRow>('SELECT id, name FROM category WHERE id = ANY($1::text[])', [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

export async function contentsByCategory(db: Queries, ids: readonly string[]): Promise<(CategoryContents | null)[]> {
  const rows = await db.query<CategoryContents>(
    `SELECT category_id AS "categoryId", array_agg(DISTINCT sub_category ORDER BY sub_category) AS "subCategories",
            count(*) AS "productCount"
     FROM product WHERE category_id = ANY($1::text[]) GROUP BY category_id`,
    [ids],
  );
  return inKeyOrder(ids, rows, (row) => row.categoryId);
}

/** The product, kept from other writers until the transaction ends. */
export async function productForUpdate(transaction: Queries, id: string): Promise<ProductRow | null> {
  const [row] = await transaction.query<ProductRow>(`SELECT ${productColumns} FROM product WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row ?? null;
}

/** Sets the price and opens its period. The clock is read after the lock was got, so that periods follow one another. */
export async function setPrice(transaction: Queries, id: string, price: string): Promise<ProductRow> {
  const [row] = await transaction.query<ProductRow>(
    `WITH changed AS (
       UPDATE product SET price = $2::numeric, updated_at = clock_timestamp() WHERE id = $1 RETURNING *
     ), period AS (
       INSERT INTO price_period (product_id, since, price) SELECT id, updated_at, price FROM changed
       ON CONFLICT (product_id, since) DO UPDATE SET price = excluded.price
     )
     SELECT ${productColumns} FROM changed`,
    [id, price],
  );
  return row!;
}

/** The instant up to which the catalog is known: its last change. Null while it is empty. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(updated_at) AS at FROM product');
  return row!.at;
}

/** Some product on sale, for the demo's activity. */
export async function anyActiveProduct(db: Queries): Promise<ProductRow | null> {
  const [row] = await db.query<ProductRow>(
    `SELECT ${productColumns} FROM product WHERE active ORDER BY random() LIMIT 1`,
  );
  return row ?? null;
}

export async function insertCategories(db: Queries, rows: readonly CategoryRow[]): Promise<void> {
  await db.query('INSERT INTO category (id, name) SELECT * FROM unnest($1::text[], $2::text[])', [
    rows.map((row) => row.id),
    rows.map((row) => row.name),
  ]);
}

/** Adds products and the period of their first price. */
export async function insertProducts(db: Queries, rows: readonly ProductRow[]): Promise<void> {
  await db.query(
    `WITH added AS (
       INSERT INTO product (id, name, category_id, sub_category, price, cost, active, updated_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::boolean[], $8::timestamptz[])
       RETURNING *
     )
     INSERT INTO price_period (product_id, since, price) SELECT id, updated_at, price FROM added`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.categoryId),
      rows.map((row) => row.subCategory),
      rows.map((row) => row.price),
      rows.map((row) => row.cost),
      rows.map((row) => row.active),
      rows.map((row) => row.updatedAt),
    ],
  );
}

function listingValues(listing: ProductListing, ordering: Ordering<ProductRow>): unknown[] {
  return [...filterValues(listing.filter), ...pageValues(listing.page, ordering), listing.page.limit];
}

function filterValues(filter: ProductFilter): unknown[] {
  return [
    filter.categoryId,
    filter.subCategory,
    filter.text == null ? null : wordPrefixes(filter.text),
    filter.minPrice,
    filter.maxPrice,
    filter.active,
  ].map((value) => value ?? null);
}

/** `office chair` as the text search query `office:* & chair:*`; only letters and digits get into it. */
function wordPrefixes(text: string): string {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => `${word}:*`).join(' & ');
}
