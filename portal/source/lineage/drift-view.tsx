// Where contracts and runs disagree about the lineage of a product: declared and not seen, or seen and not declared.

import { ProductsDocument } from '../generated/graph.ts';
import { type LineageDriftKind, LineageDriftOfProductDocument } from '../generated/lineage.ts';
import { ProductSelect } from '../graph/product-select.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { useSearchParameter } from '../shell/use-location.ts';
import { transformWords } from './edge-words.ts';
import type { LineageEdge } from './hop.ts';
import { labelOfUrn } from './node-ref.ts';

export function DriftView() {
  const [product, setProduct] = useSearchParameter('product');
  const { data, status, problems, error, reload } = useQuery(ProductsDocument, { text: null });
  const products = data?.dataProducts;
  if (status === 'failed') return <Failed title="The products cannot be shown." error={error} onRetry={reload} />;
  if (status === 'answered' && !products && problems[0])
    return <DeniedNote what="What there is" problem={problems[0]} />;
  if (!products) return <Skeleton lines={6} />;
  const chosen = product || products.nodes[0]?.urn;
  if (chosen === undefined) return <Empty title="No product is registered yet." />;
  return (
    <>
      <div className="fields view-choices">
        <ProductSelect products={products} value={chosen} onChange={setProduct} />
      </div>
      <DriftOf product={chosen} />
    </>
  );
}

interface Row {
  readonly kind: LineageDriftKind;
  readonly edge: LineageEdge;
}

function DriftOf({ product }: { readonly product: string }) {
  const { data, previous, status, problems, error, asking, reload } = useQuery(LineageDriftOfProductDocument, {
    product,
  });
  const drift = (data ?? previous)?.lineageDrift;
  if (status === 'failed') return <Failed title="The differences cannot be shown." error={error} onRetry={reload} />;
  if (!drift && status === 'answered') return <NoDrift problem={problems[0]} />;
  if (!drift) return <Skeleton lines={8} />;
  if (drift.items.length === 0) return <Empty title="Contracts and runs say the same of this product." />;
  return (
    <>
      <p>
        In the last 30 days, {drift.items.length} {drift.complete ? '' : 'and more '}
        edges were either declared in a contract and reported by no run, or the other way round.
      </p>
      <Table
        caption="Edges that are declared or seen, but not both"
        columns={columns}
        rows={drift.items}
        rowKey={keyOf}
        busy={asking}
      />
    </>
  );
}

function NoDrift({
  problem,
}: {
  readonly problem: { coordinate: string | null; message: string; reason: string | null; code: string } | undefined;
}) {
  if (problem?.code === 'NOT_FOUND' || !problem) return <Empty title="There is no such product." />;
  return <DeniedNote what="What is declared and not seen" problem={problem} />;
}

function keyOf({ edge: { from, to } }: Row): string {
  return `${from} ${to}`;
}

const columns: readonly Column<Row>[] = [
  {
    key: 'from',
    title: 'From',
    cell: ({ edge }) => <End urn={edge.from} />,
    sortBy: ({ edge }) => edge.from,
    isRowHeader: true,
  },
  { key: 'to', title: 'To', cell: ({ edge }) => <End urn={edge.to} />, sortBy: ({ edge }) => edge.to },
  {
    key: 'what',
    title: 'What happens',
    cell: ({ edge }) => transformWords(edge),
    sortBy: ({ edge }) => transformWords(edge),
  },
  { key: 'kind', title: 'Difference', cell: ({ kind }) => <Difference kind={kind} />, sortBy: ({ kind }) => kind },
];

function Difference({ kind }: Pick<Row, 'kind'>) {
  return kind === 'DECLARED_NOT_OBSERVED' ? (
    <Badge>Declared, not seen</Badge>
  ) : (
    <Badge tone="warning">Seen, not declared</Badge>
  );
}

function End({ urn }: { readonly urn: string }) {
  const label = labelOfUrn(urn);
  if (label === null) return <em>one that you may not know</em>;
  return (
    <Link to={hrefOf('lineage', { node: urn })}>
      <code>{label}</code>
    </Link>
  );
}
