// The catalogue: every data product, how it stands and how far it is to be trusted; found by words, narrowed by what it is.

import { CatalogueFrameDocument } from '../generated/catalog.ts';
import { useQuery } from '../graph/use-query.ts';
import { Page } from '../parts/page.tsx';
import { useLocation } from '../shell/use-location.ts';
import { AllProducts } from './all-products.tsx';
import { choiceIn, isNarrowed } from './choice.ts';
import { Filters } from './filters.tsx';
import { FoundItems } from './found-items.tsx';
import { MostUsed } from './most-used.tsx';
import './catalog.css';

export function CatalogPage() {
  const choice = choiceIn(useLocation().search);
  const frame = useQuery(CatalogueFrameDocument, {});
  const { domains, mostUsedProducts } = frame.data ?? frame.previous ?? { domains: null, mostUsedProducts: null };
  return (
    <Page
      title="Catalogue"
      subtitle="Data that others rely on: who answers for it, what is promised, and how that stands now."
    >
      <Filters choice={choice} domains={domains ?? []} />
      {choice.q === '' ? <AllProducts choice={choice} /> : <FoundItems choice={choice} />}
      {!isNarrowed(choice) && <MostUsed uses={mostUsedProducts} />}
    </Page>
  );
}
