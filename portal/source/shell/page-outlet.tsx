// Shows the page that the address names. A page that breaks leaves the shell standing, and going elsewhere mends it.

import { Suspense } from 'react';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Link } from './link.tsx';
import { pageOf } from './pages.ts';
import { findRoute, hrefOf } from './routes.ts';
import { useLocation } from './use-location.ts';

export function PageOutlet() {
  const { pathname, search } = useLocation();
  const found = findRoute(pathname);
  if (!found) return <NoPage />;
  const Shown = pageOf(found.name);
  return (
    <ErrorBoundary key={pathname} address={`${pathname}?${search}`}>
      <Suspense fallback={<Coming />}>
        <Shown parameters={found.parameters} />
      </Suspense>
    </ErrorBoundary>
  );
}

export function Coming() {
  return (
    <div className="page-frame">
      <Skeleton lines={6} />
    </div>
  );
}

function NoPage() {
  return (
    <Page title="No such page">
      <Empty title="There is no page at this address.">
        <p>
          Data products are in the <Link to={hrefOf('catalog')}>catalogue</Link>.
        </p>
      </Empty>
    </Page>
  );
}
