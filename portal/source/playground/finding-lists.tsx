// The three lists of the answer panel. Each says so when there is nothing to list.

import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import type { AnswerProduct, Denial, Failure } from './answer-findings.ts';
import { readableAge } from './readable-age.ts';

export function DenialList({ denials }: { readonly denials: readonly Denial[] }) {
  if (denials.length === 0) return <p className="muted">Nothing was denied in this answer.</p>;
  return (
    <ul className="findings">
      {denials.map((denial) => (
        <li key={`${denial.coordinate} ${denial.reason}`}>
          <p>
            <Coordinate of={denial.coordinate} />{' '}
            <Badge tone="denied">{denial.code === 'UNAUTHENTICATED' ? 'sign in first' : 'not allowed'}</Badge>
          </p>
          <p>
            {denial.reason}{' '}
            {denial.requestable && <Link to={hrefOf('access', { coordinate: denial.coordinate })}>Request access</Link>}
          </p>
          <p className="muted">
            at {denial.places.join(', ')}
            {denial.times > 1 && `, ${denial.times} times`}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function FailureList({ failures }: { readonly failures: readonly Failure[] }) {
  if (failures.length === 0) return <p className="muted">Nothing failed in this answer.</p>;
  return (
    <ul className="findings">
      {failures.map(({ message, code, path }) => (
        <li key={`${path} ${message}`}>
          <p>
            {message} {code && <Badge tone="bad">{code}</Badge>}
          </p>
          {path && <p className="muted">at {path}</p>}
        </li>
      ))}
    </ul>
  );
}

export function ProductList({ products }: { readonly products: readonly AnswerProduct[] }) {
  if (products.length === 0) {
    return (
      <p className="muted">
        Ask for provenance {'{ product { name } contract { version } fresh }'} to see where the data comes from.
      </p>
    );
  }
  return (
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
  );
}

function Freshness({ product: { fresh, ageSeconds } }: { readonly product: AnswerProduct }) {
  const age = ageSeconds === null ? '' : `, ${readableAge(ageSeconds)} old`;
  if (fresh === null) return ageSeconds === null ? null : <Badge>{readableAge(ageSeconds)} old</Badge>;
  return <Badge tone={fresh ? 'good' : 'bad'}>{`${fresh ? 'fresh' : 'older than promised'}${age}`}</Badge>;
}
