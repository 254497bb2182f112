// A page that is being made.

import { Page } from '../parts/page.tsx';

export function ExplainPage() {
  return <Page title="Explain a decision">{null}</Page>;
}
