// A page that is being made.

import { Page } from '../parts/page.tsx';

export function CatalogPage() {
  return <Page title="Catalogue">{null}</Page>;
}
