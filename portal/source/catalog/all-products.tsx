// The products that the filters leave, page by page.

import { useState } from 'react';
import { CatalogueDocument, type CatalogueVariables } from '../generated/catalog.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Choice, isNarrowed } from './choice.ts';
import { showAll } from './filters.tsx';
import { NotShown } from './not-shown.tsx';
import { ProductList } from './product-list.tsx';

type Filter = NonNullable<CatalogueVariables['filter']>;

export function AllProducts({ choice }: { readonly choice: Choice }) {
  const filter: Filter = {
    domain: choice.domain || null,
    kind: choice.kind || null,
    status: choice.status || null,
    text: choice.q || null,
  };
  // Another choice begins with its first page.
  return <Pages key={JSON.stringify(filter)} filter={filter} choice={choice} />;
}

interface PagesProps {
  readonly filter: Filter;
  readonly choice: Choice;
}

function Pages({ filter, choice }: PagesProps) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <section className="section" aria-labelledby="all-products">
      <h2 id="all-products" className="visually-hidden">
        All products
      </h2>
      {cursors.map((after, index) => (
        <ProductPage
          key={after ?? 'first'}
          {...{ filter, after, choice }}
          onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : null}
        />
      ))}
    </section>
  );
}

interface PageProps extends PagesProps {
  readonly after: string | null;
  /** Null where the next page is shown already. */
  readonly onMore: ((cursor: string) => void) | null;
}

function ProductPage({ filter, after, choice, onMore }: PageProps) {
  const { status, data, error, problems, reload } = useQuery(CatalogueDocument, { filter, after });
  if (status === 'loading') return <Skeleton height={640} label="Loading the products …" />;
  const page = data?.dataProducts;
  if (!page)
    return <Failed title="The products cannot be listed." error={error ?? problems[0] ?? null} onRetry={reload} />;
  if (page.nodes.length === 0) return <NoProducts choice={choice} />;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      {after === null && (
        <p className="muted catalog-count" role="status">
          {page.totalCount} {page.totalCount === 1 ? 'data product' : 'data products'}
        </p>
      )}
      <NotShown problems={problems} />
      <ProductList products={page.nodes} choice={choice} />
      {onMore && hasNextPage && <Button onClick={() => onMore(endCursor!)}>Show more</Button>}
    </>
  );
}

function NoProducts({ choice }: { readonly choice: Choice }) {
  if (!isNarrowed(choice))
    return (
      <Empty title="No data product is registered yet.">
        <p>Register one from a folder with a contract: gordian contract register.</p>
      </Empty>
    );
  return (
    <Empty title="No data product is like that.">
      <Button onClick={showAll}>Show all</Button>
    </Empty>
  );
}
