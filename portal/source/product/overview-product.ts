// What the page of a product asks for first.

import type { ProductOverviewData } from '../generated/product.ts';

export type Product = NonNullable<ProductOverviewData['dataProduct']>;
