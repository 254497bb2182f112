// What a product is for and what it speaks of, as its contract says.

import { Coordinate } from '../parts/coordinate.tsx';
import { Prose } from '../parts/prose.tsx';
import { Section } from '../parts/section.tsx';
import type { Product } from './overview-product.ts';
import { priceText } from './product-words.ts';

export function Purpose({ product: { description, tags, entities, contracts, urn } }: { readonly product: Product }) {
  const price = priceText(contracts[0]?.current.price ?? null);
  return (
    <div className="card">
      <p className="purpose">
        <Prose text={description ?? 'Its contract does not say.'} />
      </p>
      <dl className="facts">
        <dt>Entities</dt>
        <dd>
          {entities.length === 0 && 'none'}
          {entities.map((entity) => (
            <span key={entity}>
              <Coordinate of={entity} />{' '}
            </span>
          ))}
        </dd>
        <dt>Tags</dt>
        <dd>{tags.join(', ') || 'none'}</dd>
        {price && (
          <>
            <dt>Price</dt>
            <dd>{price}</dd>
          </>
        )}
        <dt>URN</dt>
        <dd>
          <code className="coordinate">{urn}</code>
        </dd>
      </dl>
    </div>
  );
}

export function Words({ product: { glossary } }: { readonly product: Product }) {
  if (!glossary || glossary.length === 0) return null;
  return (
    <Section title="Words of the business">
      <dl className="card facts">
        {glossary.map(({ id, term, definition }) => (
          <div key={id}>
            <dt>{term}</dt>
            <dd>{definition && <Prose text={definition} />}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
