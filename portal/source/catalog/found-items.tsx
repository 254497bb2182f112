// What a search has found: products as in the list, then words of the business and fields, each with the reason.

import { type CatalogueSearchData, CatalogueSearchDocument } from '../generated/catalog.ts';
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
import { hrefOf } from '../shell/routes.ts';
import { hereWith } from '../shell/use-location.ts';
import { AllProducts } from './all-products.tsx';
import { type Choice, matches, matchesPart } from './choice.ts';
import { showAll } from './filters.tsx';
import { Highlighted } from './highlighted.tsx';
import { ProductList } from './product-list.tsx';

type Hit = NonNullable<CatalogueSearchData['search']>['nodes'][number];
type Item<Name extends string> = Extract<Hit['item'], { readonly __typename: Name }>;
type Found<Name extends string> = Item<Name> & { readonly why: readonly string[] };

export function FoundItems({ choice }: { readonly choice: Choice }) {
  const { data, previous, error, problems, status, reload } = useQuery(CatalogueSearchDocument, { text: choice.q });
  const answer = data ?? previous;
  if (status === 'failed') return <Failed title="Nothing can be searched." error={error} onRetry={reload} />;
  if (!answer) return <Skeleton height={480} label="Searching …" />;
  if (!answer.search) return <WithoutSearch choice={choice} problem={problems[0] ?? null} />;
  return <Results hits={answer.search.nodes} totalCount={answer.search.totalCount} choice={choice} />;
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
  if (products.length + terms.length + fields.length + domains.length === 0) return <Nothing search={choice.q} />;
  return (
    <>
      <p className="muted catalog-count" role="status">
        {totalCount} found{totalCount > hits.length && `, the best ${hits.length} are shown`}
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
                <Highlighted text={definition} search={search} />
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
                <Highlighted text={description} search={search} />
              </p>
            )}
            <p className="muted">Found: {why.join('; ')}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Nothing({ search }: { readonly search: string }) {
  return (
    <Empty title={`Nothing has to do with “${search}”.`}>
      <p>Every word has to be found in a name, a tag or a description. Fewer words find more.</p>
      <Button onClick={showAll}>Show all products</Button>
    </Empty>
  );
}

function found<Name extends string>(hits: readonly Hit[], name: Name): readonly Found<Name>[] {
  return hits.flatMap(({ item, why }) => (item?.__typename === name ? [{ ...(item as Item<Name>), why }] : []));
}
