// Where an exploration may begin: what the viewer is looking for, or a data product.

import { ProductsDocument } from '../generated/graph.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { navigate } from '../shell/use-location.ts';
import { nodeName } from './node-ref.ts';
import { NodeSearch } from './node-search.tsx';

export function StartingPoints() {
  return (
    <>
      <div className="starting-search">
        <NodeSearch
          label="Begin with a field, a product, a column, a pipeline or an operation"
          hint="lifetimeValue"
          onChoose={(found) => navigate(hrefOf('lineage', { node: nodeName(found) }))}
        />
      </div>
      <Section title="Or with a data product">
        <Products />
      </Section>
    </>
  );
}

function Products() {
  const { data, previous, status, problems, error, reload } = useQuery(ProductsDocument, { text: null });
  const products = (data ?? previous)?.dataProducts;
  if (status === 'failed') return <Failed title="The products cannot be shown." error={error} onRetry={reload} />;
  if (status === 'answered' && problems[0] && !products)
    return <DeniedNote what="What there is" problem={problems[0]} />;
  if (!products) return <Skeleton lines={4} />;
  const { nodes, totalCount } = products;
  if (nodes.length === 0) return <Empty title="No product is registered yet." />;
  return (
    <>
      <ul className="starting-products">
        {nodes.map(({ urn, name }) => (
          <li key={urn}>
            <Link to={hrefOf('lineage', { node: urn })}>{name}</Link>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && (
        <p className="muted">
          These are {nodes.length} of {totalCount.toLocaleString('en')}: the others are found by name above.
        </p>
      )}
    </>
  );
}
