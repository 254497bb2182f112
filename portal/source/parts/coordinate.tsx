// A coordinate of the graph (`Customer.email`), which leads to where its values come from.

import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

interface Props {
  readonly of: string;
  /** For places where another link would be in the way. */
  readonly plain?: boolean;
}

export function Coordinate({ of, plain = false }: Props) {
  if (plain) return <code className="coordinate">{of}</code>;
  return (
    <Link to={hrefOf('lineage', { node: of })} className="coordinate" title={`Lineage of ${of}`}>
      <code>{of}</code>
    </Link>
  );
}
