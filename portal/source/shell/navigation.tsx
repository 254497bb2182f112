// The pages by what people do there. On a narrow screen they are a popover behind a button, which Escape and
// a choice close; on a wide one the styles show the popover as a row.

import { useRef } from 'react';
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

const NAVIGATION_ID = 'navigation';

export function MenuButton() {
  const { pathname } = useLocation();
  const current = findRoute(pathname)?.name;
  return (
    <button type="button" className="quiet-button menu-button" popoverTarget={NAVIGATION_ID}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M2 4h12M2 8h12M2 12h12" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <span>
        <span className="visually-hidden">Pages: </span>
        {current ? routes[current].title : 'Menu'}
      </span>
    </button>
  );
}

export function Navigation() {
  const { pathname } = useLocation();
  const current = findRoute(pathname)?.name;
  const popover = useRef<HTMLElement>(null);
  return (
    <nav ref={popover} id={NAVIGATION_ID} popover="auto" className="navigation" aria-label="Pages">
      <ul>
        {entries.map(({ name, below = [] }) => (
          <li key={name}>
            <Link
              to={hrefOf(name)}
              aria-current={current === name ? 'page' : current && below.includes(current) ? 'true' : undefined}
              onClick={() => popover.current?.hidePopover()}
            >
              {routes[name].title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
