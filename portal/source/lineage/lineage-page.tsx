// A page that is being made.

import { Page } from '../parts/page.tsx';

export function LineagePage() {
  return <Page title="Lineage">{null}</Page>;
}
