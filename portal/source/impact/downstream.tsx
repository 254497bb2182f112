// What is made from what would change: products, and fields over any number of steps.

import { ImpactDownstreamDocument } from '../generated/impact.ts';
import { useQuery } from '../graph/use-query.ts';
import { Coordinate } from '../parts/coordinate.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import type { ChangeImpact } from './verdict-words.ts';

interface Props {
  readonly impact: ChangeImpact;
  /** As the lineage names it. */
  readonly node: string;
}

export function Downstream({ impact: { downstreamProducts, downstreamFields }, node }: Props) {
  const products = downstreamProducts ?? [];
  return (
    <>
      <h3>What is made from it</h3>
      {products.length > 0 && (
        <p>
          Products:{' '}
          {products.map(({ urn, name }, place) => (
            <span key={urn}>
              {place > 0 && ', '}
              <Link to={hrefOf('product', { urn })}>{name}</Link>
            </span>
          ))}
        </p>
      )}
      {downstreamFields === 0 ? (
        <p>No field of the graph is made from it.</p>
      ) : (
        <Fields count={downstreamFields} node={node} />
      )}
    </>
  );
}

function Fields({ count, node }: { readonly count: number; readonly node: string }) {
  const root = node.startsWith('gordian:') ? { urn: node } : { coordinate: node };
  const { data, status } = useQuery(ImpactDownstreamDocument, { root });
  const fields = (data?.lineage?.nodes ?? [])
    .slice(1)
    .flatMap(({ kind, coordinate }) => (kind === 'GRAPHQL_FIELD' && coordinate ? [coordinate] : []));
  return (
    <>
      <p>{count === 1 ? 'One field' : `${count.toLocaleString('en')} fields`} of the graph:</p>
      {status === 'loading' && <Skeleton lines={2} label="Asking for the fields …" />}
      <ul className="coordinates">
        {fields.map((coordinate) => (
          <li key={coordinate}>
            <Coordinate of={coordinate} />
          </li>
        ))}
      </ul>
      {status === 'answered' && fields.length < count && (
        <p className="muted">
          {(count - fields.length).toLocaleString('en')} more are not listed here; the lineage has them.
        </p>
      )}
    </>
  );
}
