// A page that is being made.

import { Page } from '../parts/page.tsx';

export function ProductPage() {
  return <Page title="Product">{null}</Page>;
}
