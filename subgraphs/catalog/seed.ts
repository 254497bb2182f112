// Fills the catalog from the demo data: every product once, its price as of its last order, and the categories.
import type { Seed } from '../../kit/seed-once.ts';
import { type SuperstoreProduct, superstoreProducts } from '../../kit/superstore-products.ts';
import { insertCategories, insertProducts, type ProductRow } from './queries.ts';

export const seed: Seed = async ({ database, now, progress }) => {
  const products = superstoreProducts(now);
  const names = [...new Set(products.map((product) => product.category))];
  await insertCategories(
    database,
    names.map((name) => ({ id: categoryId(name), name })),
  );
  await insertProducts(database, products.map(rowOf));
  progress(products.length, products.length);
};

function rowOf(product: SuperstoreProduct): ProductRow {
  const { id, name, category, subCategory, price, cost, active, lastOrderedAt } = product;
  return {
    ...{ id, name, categoryId: categoryId(category), subCategory, price, cost, active },
    ...{ currency: 'USD', updatedAt: lastOrderedAt },
  };
}

/** `Office Supplies` as `office-supplies` */
function categoryId(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
