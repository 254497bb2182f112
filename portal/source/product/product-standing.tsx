// How a product stands: its health with the reasons, what is wrong with it, and what its scorecard misses.

import { Badge } from '../parts/badge.tsx';
import { Meter } from '../parts/meter.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import type { Product } from './overview-product.ts';
import { HealthBadge } from './product-badges.tsx';
import { checkWord, plainWord } from './product-words.ts';

export function Health({ health }: { readonly health: NonNullable<Product['health']> }) {
  const upstream = health.upstream ?? [];
  return (
    <>
      <p>
        <HealthBadge health={health} />
      </p>
      {health.reasons.length > 0 && (
        <ul>
          {health.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {upstream.length > 0 && (
        <>
          <p className="muted">Made from</p>
          <ul className="plain-list">
            {upstream.map(({ product, status, hops }) =>
              product ? (
                <li key={product.urn}>
                  <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link>{' '}
                  <HealthBadge health={{ status, reasons: [] }} />{' '}
                  <span className="muted">{hops === 1 ? '1 step away' : `${hops} steps away`}</span>
                </li>
              ) : null,
            )}
          </ul>
        </>
      )}
    </>
  );
}

export function Incidents({ incidents }: { readonly incidents: NonNullable<Product['incidents']> }) {
  if (incidents.length === 0) return <p className="muted">None.</p>;
  return (
    <ul className="plain-list">
      {incidents.map(({ id, title, severity, state, openedAt }) => (
        <li key={id}>
          <Badge tone={severity === 'MINOR' ? 'warning' : 'bad'}>{plainWord(severity)}</Badge>{' '}
          <Link to={hrefOf('incidents', { id })}>{title}</Link>{' '}
          <span className="muted">
            {plainWord(state)}, since <TimeAgo at={openedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Scorecard({
  scorecard: { percent, checks },
}: {
  readonly scorecard: NonNullable<Product['scorecard']>;
}) {
  return (
    <>
      <Meter label="Scorecard" value={percent} most={100} tone={percent === 100 ? 'good' : 'neutral'} hideLabel />
      <ul className="plain-list">
        {checks.map(({ id, passed, detail }) => (
          <li key={id}>
            <Badge tone={passed ? 'good' : 'warning'}>{passed ? '✓ Met' : '✗ Missing'}</Badge> {checkWord(id)}
            {detail && <span className="muted"> {detail}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
