// A page that is being made.

import { Page } from '../parts/page.tsx';

export function PolicyPage() {
  return <Page title="Policy">{null}</Page>;
}
