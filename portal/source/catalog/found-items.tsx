// What a search has found: products as in the list, then words of the business and fields, each with the reason.

import { useState } from 'react';
import {
  type CatalogueSearchData,
  CatalogueSearchDocument,
  type CatalogueSearchVariables,
} from '../generated/catalog.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { LevelBadge } from '../product/product-badges.tsx';
import { productId } from '../product/product-words.ts';
import { Link } from '../shell/link.tsx';
import { useViewer } from '../shell/portal-context.ts';
import { hrefOf } from '../shell/routes.ts';
import { hereWith } from '../shell/use-location.ts';
import { AllProducts } from './all-products.tsx';
import { type Choice, isFiltered, matches, matchesPart } from './choice.ts';
import { showAll } from './filters.tsx';
import { foundText, nothingText } from './found-words.ts';
import { Highlighted, HighlightedProse } from './highlighted.tsx';
import { ProductList } from './product-list.tsx';

type Hit = NonNullable<CatalogueSearchData['search']>['nodes'][number];
type Item<Name extends string> = Extract<Hit['item'], { readonly __typename: Name }>;
type Found<Name extends string> = Item<Name> & { readonly why: readonly string[] };

/** The hits of the pages before the one that is asked for. */
interface Seen {
  readonly search: string;
  readonly hits: readonly Hit[];
  readonly after: string | null;
}

export function FoundItems({ choice }: { readonly choice: Choice }) {
  const { identity } = useViewer();
  // Only products are of a kind or in a state. Domains are left to narrow what was found.
  const kinds: CatalogueSearchVariables['kinds'] = choice.kind || choice.status ? ['PRODUCT'] : null;
  const search = JSON.stringify([choice.q, kinds, identity]);
  const [kept, setKept] = useState<Seen | null>(null);
  const seen: Seen = kept?.search === search ? kept : { search, hits: [], after: null };
  const { data, previous, error, problems, status, asking, reload } = useQuery(CatalogueSearchDocument, {
    text: choice.q,
    kinds,
    after: seen.after,
  });
  const answer = data ?? previous;
  if (status === 'failed') return <Failed title="Nothing can be searched." error={error} onRetry={reload} />;
  if (!answer) return <Skeleton height={480} label="Searching …" />;
  if (!answer.search) return <WithoutSearch choice={choice} problem={problems[0] ?? null} />;
  const { nodes, pageInfo, totalCount } = answer.search;
  // While a further page is on its way, the one before is among those that are seen.
  const hits = data || seen.after === null ? [...seen.hits, ...nodes] : seen.hits;
  return (
    <>
      <Results hits={hits} totalCount={totalCount} choice={choice} />
      {pageInfo.hasNextPage && (
        <Button busy={asking} onClick={() => setKept({ search, hits, after: pageInfo.endCursor })}>
          Show more
        </Button>
      )}
    </>
  );
}

/** Names and descriptions of products are for everybody. */
function WithoutSearch({
  choice,
  problem,
}: {
  readonly choice: Choice;
  readonly problem: Parameters<typeof DeniedNote>[0]['problem'] | null;
}) {
  return (
    <>
      {problem && <DeniedNote what="The search of fields and terms" problem={problem} />}
      <AllProducts choice={choice} />
    </>
  );
}

interface ResultsProps {
  readonly hits: readonly Hit[];
  readonly totalCount: number;
  readonly choice: Choice;
}

function Results({ hits, totalCount, choice }: ResultsProps) {
  const products = found(hits, 'DataProduct').filter((product) => matches(choice, product));
  const terms = found(hits, 'GlossaryTerm').filter(({ id }) => matchesPart(choice, id));
  const fields = found(hits, 'SchemaField').filter(({ product }) => matchesPart(choice, productId(product.urn)));
  const domains = found(hits, 'Domain').filter(({ slug }) => matchesPart(choice, `${slug}/`));
  const left = products.length + terms.length + fields.length + domains.length;
  const counts = { left, seen: hits.length, found: totalCount };
  if (left === 0) return <Nothing title={nothingText(counts, choice.q)} hint={!isFiltered(choice)} />;
  return (
    <>
      <p className="muted catalog-count" role="status">
        {foundText(counts)}
      </p>
      {products.length > 0 && (
        <Section title="Data products">
          <ProductList products={products} choice={choice} why={new Map(products.map(({ urn, why }) => [urn, why]))} />
        </Section>
      )}
      {domains.length > 0 && <Domains domains={domains} search={choice.q} />}
      {terms.length > 0 && <Terms terms={terms} search={choice.q} />}
      {fields.length > 0 && <Fields fields={fields} search={choice.q} />}
    </>
  );
}

function Domains({ domains, search }: { readonly domains: readonly Found<'Domain'>[]; readonly search: string }) {
  return (
    <Section title="Domains">
      <ul className="found-list">
        {domains.map(({ slug, name, capability }) => (
          <li key={slug}>
            <Link to={hereWith({ q: null, domain: slug })}>
              <Highlighted text={name} search={search} />
            </Link>
            {capability && <p className="muted">{capability}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Terms({ terms, search }: { readonly terms: readonly Found<'GlossaryTerm'>[]; readonly search: string }) {
  return (
    <Section title="Words of the business">
      <ul className="found-list">
        {terms.map(({ id, term, definition, fields, usedBy, why }) => (
          <li key={id}>
            <p>
              <strong>
                <Highlighted text={term} search={search} />
              </strong>{' '}
              {usedBy && <Link to={hrefOf('product', { urn: usedBy.urn })}>{usedBy.name}</Link>}
            </p>
            {definition && (
              <p>
                <HighlightedProse text={definition} search={search} />
              </p>
            )}
            <p className="muted">
              {fields?.map((field) => (
                <span key={field}>
                  <Coordinate of={field} />{' '}
                </span>
              ))}
              Found: {why.join('; ')}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Fields({ fields, search }: { readonly fields: readonly Found<'SchemaField'>[]; readonly search: string }) {
  return (
    <Section title="Fields">
      <ul className="found-list">
        {fields.map(({ coordinate, type, description, classification, product, why }) => (
          <li key={coordinate}>
            <p>
              <Link
                to={hrefOf('product', { urn: product.urn, tab: 'contract', field: coordinate })}
                className="coordinate"
              >
                <code>
                  <Highlighted text={coordinate} search={search} />
                </code>
              </Link>{' '}
              <code className="muted">{type}</code> {classification && <LevelBadge level={classification.level} />}{' '}
              <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link>
            </p>
            {description && (
              <p>
                <HighlightedProse text={description} search={search} />
              </p>
            )}
            <p className="muted">Found: {why.join('; ')}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Nothing({ title, hint }: { readonly title: string; readonly hint: boolean }) {
  return (
    <Empty title={title}>
      {hint && <p>Every word has to be found in a name, a tag or a description. Fewer words find more.</p>}
      <Button onClick={showAll}>Show all products</Button>
    </Empty>
  );
}

function found<Name extends string>(hits: readonly Hit[], name: Name): readonly Found<Name>[] {
  return hits.flatMap(({ item, why }) => (item?.__typename === name ? [{ ...(item as Item<Name>), why }] : []));
}
