// The pages by what people do there. On a narrow screen they are behind a button, as a popover that Escape closes.

import { Link } from './link.tsx';
import { findRoute, hrefOf, type RouteName, routes } from './routes.ts';
import { useLocation } from './use-location.ts';

/** Pages that are reached from others (a product, the impact of a change) have no entry, and mark the one they belong to. */
const entries: readonly { readonly name: RouteName; readonly below?: readonly RouteName[] }[] = [
  { name: 'playground' },
  { name: 'catalog', below: ['product'] },
  { name: 'lineage', below: ['impact'] },
  { name: 'policy', below: ['explain'] },
  { name: 'access' },
  { name: 'audit' },
  { name: 'deployments' },
  { name: 'incidents' },
];

export function Navigation() {
  const { pathname } = useLocation();
  const current = findRoute(pathname)?.name;
  return (
    <nav className="navigation" aria-label="Pages">
      <ul>
        {entries.map(({ name, below = [] }) => {
          const isCurrent = current !== undefined && (current === name || below.includes(current));
          return (
            <li key={name}>
              <Link to={hrefOf(name)} aria-current={current === name ? 'page' : isCurrent ? 'true' : undefined}>
                {routes[name].title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
