// Data products, dense enough to compare: what each is, and how it stands.

import type { CatalogueProductFragment } from '../generated/catalog.ts';
import { Badge } from '../parts/badge.tsx';
import { AccessBadge, ExamplesBadge, HealthBadge } from '../product/product-badges.tsx';
import { accessWords, kindWords, lifecycleWords } from '../product/product-words.ts';
import { FoldedTrust } from '../product/trust-score.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { type Choice, inOrder } from './choice.ts';
import { Highlighted, HighlightedProse } from './highlighted.tsx';

interface Props {
  readonly products: readonly CatalogueProductFragment[];
  readonly choice: Choice;
  /** Why each was found, in the words of the platform. */
  readonly why?: ReadonlyMap<string, readonly string[]>;
}

export function ProductList({ products, choice, why }: Props) {
  return (
    <ul className="product-list">
      {inOrder(products, choice.sort).map((product) => (
        <li key={product.urn} className="product-row">
          <What product={product} search={choice.q} why={why?.get(product.urn) ?? []} />
          <HowItStands product={product} />
        </li>
      ))}
    </ul>
  );
}

interface WhatProps {
  readonly product: CatalogueProductFragment;
  readonly search: string;
  readonly why: readonly string[];
}

function What({ product: { urn, name, description, domain, owners, kind, status, tags }, search, why }: WhatProps) {
  const lifecycle = lifecycleWords[status];
  return (
    <div className="product-what">
      <h3>
        <Link to={hrefOf('product', { urn })}>
          <Highlighted text={name} search={search} />
        </Link>
        {status !== 'ACTIVE' && <Badge tone={lifecycle.tone}>{lifecycle.word}</Badge>}
      </h3>
      <p>{description ? <HighlightedProse text={description} search={search} /> : 'It does not say what it is for.'}</p>
      <p className="muted">
        {domain.name} · {kindWords[kind]}
        {owners && ` · ${owners.map((owner) => owner.name).join(', ')}`}
        {tags.length > 0 && ` · ${tags.join(', ')}`}
      </p>
      {why.length > 0 && <p className="muted">Found: {why.join('; ')}</p>}
    </div>
  );
}

function HowItStands({
  product: { health, trust, myAccess, examples },
}: {
  readonly product: CatalogueProductFragment;
}) {
  if (!health && !trust && !myAccess && !examples) return null;
  return (
    <div>
      <div className="product-badges">
        {health && <HealthBadge health={health} />}
        {examples && <ExamplesBadge examples={examples} />}
        {myAccess && <AccessBadge access={myAccess} />}
      </div>
      {myAccess && <p className="muted product-access">{accessWords(myAccess).detail}</p>}
      {trust && <FoldedTrust trust={trust} />}
    </div>
  );
}
