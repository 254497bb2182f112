// What access is asked for or granted: fields lead to their lineage, products to their page.

import './targets.css';
import { Coordinate } from '../parts/coordinate.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

export function Targets({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="targets">
      {of.map((target) => (
        <li key={target}>
          {target.includes('/') ? (
            <Link to={hrefOf('product', { urn: `gordian:product:${target}` })}>{target}</Link>
          ) : (
            <Coordinate of={target} />
          )}
        </li>
      ))}
    </ul>
  );
}
