// The products that most is asked of, in the last 30 days.

import type { CatalogueFrameData } from '../generated/catalog.ts';
import { Section } from '../parts/section.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

const number = new Intl.NumberFormat('en');

/** Without anything to say, or for whom it is not, it is not there. */
export function MostUsed({ uses }: { readonly uses: CatalogueFrameData['mostUsedProducts'] }) {
  const used = (uses ?? []).flatMap(({ product, ...use }) =>
    product && use.requests > 0 ? [{ product, ...use }] : [],
  );
  if (used.length === 0) return null;
  return (
    <Section title="Most used" note="in the last 30 days">
      <ol className="most-used">
        {used.map(({ product, requests, clients }) => (
          <li key={product.urn}>
            <Link to={hrefOf('product', { urn: product.urn, tab: 'consumers' })}>{product.name}</Link>
            <span className="muted">
              {number.format(requests)} requests, {clients} {clients === 1 ? 'client' : 'clients'}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
