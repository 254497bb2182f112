// What was denied in an answer and what failed. Each list says so when there is nothing to list.

import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import type { Denial, Failure } from './answer-findings.ts';

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
