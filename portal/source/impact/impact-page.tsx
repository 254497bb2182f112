// A page that is being made.

import { Page } from '../parts/page.tsx';

export function ImpactPage() {
  return <Page title="Impact">{null}</Page>;
}
