// What loads the pages: each is a chunk of its own, asked for when it is first opened.

import { type ComponentType, lazy } from 'react';
import type { RouteName } from './routes.ts';

export interface PageProps {
  /** Parts of the path that the route leaves open, decoded: `urn` of /products/:urn. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Page {
  readonly Component: ComponentType<PageProps>;
  readonly load: () => Promise<unknown>;
}

const pages: Readonly<Record<RouteName, Page>> = {
  playground: page(async () => (await import('../playground/playground-page.tsx')).PlaygroundPage),
  catalog: page(async () => (await import('../catalog/catalog-page.tsx')).CatalogPage),
  product: page(async () => (await import('../product/product-page.tsx')).ProductPage),
  lineage: page(async () => (await import('../lineage/lineage-page.tsx')).LineagePage),
  impact: page(async () => (await import('../impact/impact-page.tsx')).ImpactPage),
  policy: page(async () => (await import('../policy/policy-page.tsx')).PolicyPage),
  explain: page(async () => (await import('../policy/explain-page.tsx')).ExplainPage),
  access: page(async () => (await import('../access/access-page.tsx')).AccessPage),
  audit: page(async () => (await import('../audit/audit-page.tsx')).AuditPage),
  deployments: page(async () => (await import('../deployments/deployments-page.tsx')).DeploymentsPage),
  incidents: page(async () => (await import('../incidents/incidents-page.tsx')).IncidentsPage),
};

function page(load: () => Promise<ComponentType<PageProps>>): Page {
  return { load, Component: lazy(async () => ({ default: await load() })) };
}

export function pageOf(name: RouteName): ComponentType<PageProps> {
  return pages[name].Component;
}

/** Has the page fetched before it is needed. What goes wrong shows when it is. */
export function preloadPage(name: RouteName): void {
  pages[name].load().catch(() => undefined);
}
