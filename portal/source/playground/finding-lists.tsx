// The three lists of the answer panel. Each says so when there is nothing to list.

import type { AnswerProduct, Denial, Failure } from './answer-findings.ts';

export function DenialList({ denials }: { readonly denials: readonly Denial[] }) {
  if (denials.length === 0) return <p className="muted">Nothing was denied in this answer.</p>;
  return (
    <ul className="findings">
      {denials.map((denial) => (
        <li key={`${denial.coordinate} ${denial.reason}`}>
          <p>
            <code className="coordinate">{denial.coordinate}</code>{' '}
            <span className="badge badge-denied">
              {denial.code === 'UNAUTHENTICATED' ? 'sign in first' : 'not allowed'}
            </span>
          </p>
          <p>{denial.reason}</p>
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
            {message} {code && <span className="badge badge-failed">{code}</span>}
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
            <strong>{product.name}</strong>{' '}
            {product.contractVersion && <span className="badge">v{product.contractVersion}</span>}{' '}
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
  if (fresh === null) return ageSeconds === null ? null : <span className="badge">{readableAge(ageSeconds)} old</span>;
  return (
    <span
      className={`badge ${fresh ? 'badge-fresh' : 'badge-failed'}`}
    >{`${fresh ? 'fresh' : 'older than promised'}${age}`}</span>
  );
}

function readableAge(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
