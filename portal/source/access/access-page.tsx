// A page that is being made.

import { Page } from '../parts/page.tsx';

export function AccessPage() {
  return <Page title="Access">{null}</Page>;
}
