// The data products behind an answer, as the gateway names them, and what the answer's own `provenance` fields say.

import { Badge } from '../parts/badge.tsx';
import type { ProductBehind } from './answer-extensions.ts';
import type { AnswerProduct } from './answer-findings.ts';
import { readableAge } from './readable-age.ts';
import { ProductBadge } from './result/answer-badges.tsx';

interface Props {
  readonly behind: readonly ProductBehind[];
  readonly inAnswer: readonly AnswerProduct[];
}

export function ProductList({ behind, inAnswer }: Props) {
  return (
    <>
      {behind.length > 0 && (
        <ul className="findings">
          {behind.map((product) => (
            <li key={product.product}>
              <ProductBadge behind={product} isFull />
            </li>
          ))}
        </ul>
      )}
      {inAnswer.length > 0 ? <ByProvenance products={inAnswer} /> : <ProvenanceHint />}
    </>
  );
}

function ByProvenance({ products }: { readonly products: readonly AnswerProduct[] }) {
  return (
    <section aria-label="In the provenance fields">
      <h3>In the provenance fields of the answer</h3>
      <ul className="findings">
        {products.map((product) => (
          <li key={`${product.name} ${product.contractVersion}`}>
            <p>
              <strong>{product.name}</strong> {product.contractVersion && <Badge>v{product.contractVersion}</Badge>}{' '}
              <Freshness product={product} />
            </p>
            {product.owners.length > 0 && <p className="muted">owned by {product.owners.join(', ')}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProvenanceHint() {
  return (
    <p className="muted">
      For owners, and for the age of a single record, ask for{' '}
      <code>{'provenance { product { name owners { name } } contract { version } fresh ageSeconds }'}</code> in the
      query.
    </p>
  );
}

function Freshness({ product: { fresh, ageSeconds } }: { readonly product: AnswerProduct }) {
  const age = ageSeconds === null ? '' : `, ${readableAge(ageSeconds)} old`;
  if (fresh === null) return ageSeconds === null ? null : <Badge>{readableAge(ageSeconds)} old</Badge>;
  return <Badge tone={fresh ? 'good' : 'bad'}>{`${fresh ? 'fresh' : 'older than promised'}${age}`}</Badge>;
}
