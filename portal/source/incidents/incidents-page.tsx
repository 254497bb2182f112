// A page that is being made.

import { Page } from '../parts/page.tsx';

export function IncidentsPage() {
  return <Page title="Incidents">{null}</Page>;
}
