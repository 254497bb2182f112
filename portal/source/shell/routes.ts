// The pages of the portal: where each is and what it is called. What loads them stands in pages.ts.

interface Route {
  readonly path: string;
  readonly title: string;
}

export const routes = {
  playground: { path: '/', title: 'Playground' },
  catalog: { path: '/catalog', title: 'Catalogue' },
  product: { path: '/products/:urn', title: 'Product' },
  lineage: { path: '/lineage', title: 'Lineage' },
  impact: { path: '/impact', title: 'Impact' },
  policy: { path: '/policy', title: 'Policy' },
  explain: { path: '/policy/explain', title: 'Explain a decision' },
  access: { path: '/access', title: 'Access' },
  audit: { path: '/audit', title: 'Audit' },
  deployments: { path: '/deployments', title: 'Deployments' },
  incidents: { path: '/incidents', title: 'Incidents' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

export interface FoundRoute {
  readonly name: RouteName;
  /** Parts of the path that the route leaves open, decoded: `urn` of /products/:urn. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route of a path; null where there is no page. */
export function findRoute(pathname: string): FoundRoute | null {
  for (const name of Object.keys(routes) as RouteName[]) {
    const parameters = matchPath(routes[name].path, pathname);
    if (parameters) return { name, parameters };
  }
  return null;
}

type Value = string | number | boolean | null | undefined;

/** The address of a page. What its path does not take becomes search parameters; empty ones are left out. */
export function hrefOf(name: RouteName, values: Readonly<Record<string, Value>> = {}): string {
  const left = new Map(Object.entries(values));
  const path = routes[name].path.replaceAll(/:(\w+)/g, (_, key: string) => {
    const value = left.get(key);
    left.delete(key);
    return readable(encodeURIComponent(String(value ?? '')));
  });
  const search = [...left]
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${readable(encodeURIComponent(String(value)))}`)
    .join('&');
  return search ? `${path}?${search}` : path;
}

function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  // An open part at the end takes the rest: a URN that is typed has its slash as it is.
  if (wanted.at(-1)!.startsWith(':')) given.push(given.splice(wanted.length - 1).join('/'));
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const found = decoded(given[index]!);
    if (!part.startsWith(':')) {
      if (part !== found) return null;
    } else if (!found) return null;
    else parameters[part.slice(1)] = found;
  }
  return parameters;
}

/** Null for a text that is no encoded one. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A colon needs no encoding in a path or a search, and URNs have many. */
function readable(encoded: string): string {
  return encoded.replaceAll('%3A', ':');
}
