// Who may see what, by the rules that serve: the table with which the policy is reviewed, a product at a time. Whoever may not read it
// asks about own decisions.

import '../parts/filters.css';
import './policy.css';
import { useDeferredValue, useMemo, useState } from 'react';
import { PolicyMatrixDocument, PolicyProductsDocument } from '../generated/policy.ts';
import { isDenial, problemAt } from '../graph/problem.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { type Option, SearchField, Select } from '../parts/field.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { setSearch, useLocation } from '../shell/use-location.ts';
import { ExplainForm } from './explain-form.tsx';
import { classesIn, filterRows, type Matrix, type MatrixFilter } from './matrix-rows.ts';
import { MatrixTable } from './matrix-table.tsx';
import { VerdictSign } from './verdict.tsx';
import { shownVerdicts, verdictWord } from './verdict-words.ts';

/** Of all products at once only when it is asked for: the graph may have thousands of fields. */
const firstProduct = 'gordian:product:customers/customer-profile';
const allProducts = 'all';

export function PolicyPage() {
  const { search } = useLocation();
  const products = useQuery(PolicyProductsDocument, {});
  const known = products.data?.dataProducts?.nodes ?? [];
  const chosen = search.get('product') ?? preferred(known);
  const product = chosen === allProducts ? null : chosen;
  const matrix = useQuery(PolicyMatrixDocument, { product }, { skip: chosen === null });
  const problem = problemAt(matrix.problems, 'policyMatrix');
  const shown = matrix.data ?? matrix.previous;

  return (
    <Page title="Policy" subtitle="Who may see what, by the rules that serve now. Each cell leads to the reason.">
      {isDenial(problem) ? (
        <OwnDecisions problem={problem} />
      ) : matrix.status === 'failed' || problem ? (
        <Failed title="The policy cannot be shown." error={matrix.error ?? problem} onRetry={matrix.reload} />
      ) : products.status === 'failed' ? (
        <Failed title="The products cannot be listed." error={products.error} onRetry={products.reload} />
      ) : shown?.policyMatrix && chosen !== null ? (
        <MatrixView matrix={shown.policyMatrix} product={chosen} products={known} busy={matrix.asking} />
      ) : (
        <Skeleton height={560} label="Loading the policy …" />
      )}
    </Page>
  );
}

interface Product {
  readonly urn: string;
  readonly name: string;
}

/** Null while the products are not known. */
function preferred(products: readonly Product[]): string | null {
  return products.find(({ urn }) => urn === firstProduct)?.urn ?? products[0]?.urn ?? null;
}

function OwnDecisions({ problem }: { readonly problem: Parameters<typeof DeniedNote>[0]['problem'] }) {
  return (
    <div className="own-decisions">
      <DeniedNote what="The policy of others" problem={problem} />
      <Section title="Your own decisions">
        <p className="muted">What becomes of a field when you ask for it, and what would open it.</p>
        <ExplainForm persona="" coordinate="" personas={[]} />
      </Section>
    </div>
  );
}

interface ViewProps {
  readonly matrix: Matrix;
  readonly product: string;
  readonly products: readonly Product[];
  readonly busy: boolean;
}

function MatrixView({ matrix, product, products, busy }: ViewProps) {
  const { search } = useLocation();
  const filter = filterIn(search);
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filter, which is read anew each time.
  const rows = useMemo(() => filterRows(matrix, filter), [matrix, key]);
  const drawn = useDeferredValue(rows);
  return (
    <>
      <Filters {...{ matrix, product, products, filter }} />
      <p className="matrix-count" role="status" aria-live="polite">
        {rows.length} of {matrix.rows.length} coordinates{busy && ' · asking again …'}
        {!matrix.complete && ' · more than can be shown at once: choose a product'}
      </p>
      <Legend />
      {rows.length === 0 ? (
        <Empty title="No coordinate fits.">
          <p>Take a word or a filter away.</p>
        </Empty>
      ) : (
        <Rows personas={matrix.personas} rows={drawn} />
      )}
      <p className="muted matrix-source">
        Policy <code>{matrix.policyVersion}</code>, worked out <TimeAgo at={matrix.computedAt} />. It is the table that{' '}
        <code>gordian policy test</code> holds against <code>golden.txt</code>; <code>gordian policy diff</code> tells
        who gains and who loses by a change of the rules.
      </p>
    </>
  );
}

/** More are drawn when somebody wants them: thousands of rows take a browser a second. */
const drawnAtFirst = 300;

function Rows({ personas, rows }: Pick<Matrix, 'personas' | 'rows'>) {
  const [isWhole, setIsWhole] = useState(false);
  const drawn = useMemo(() => (isWhole ? rows : rows.slice(0, drawnAtFirst)), [rows, isWhole]);
  return (
    <>
      <MatrixTable personas={personas} rows={drawn} />
      {drawn.length < rows.length && (
        <Button className="matrix-more" onClick={() => setIsWhole(true)}>
          Show all {rows.length}
        </Button>
      )}
    </>
  );
}

function filterIn(search: URLSearchParams): MatrixFilter {
  return {
    text: search.get('q') ?? '',
    persona: search.get('persona') ?? '',
    verdict: search.get('verdict') ?? '',
    classification: search.get('class') ?? '',
  };
}

interface FilterProps extends Omit<ViewProps, 'busy'> {
  readonly filter: MatrixFilter;
}

function Filters({ matrix, product, products, filter }: FilterProps) {
  const set = (name: string) => (value: string) => setSearch({ [name]: value }, { replace: true });
  return (
    <search className="filters" aria-label="Narrow the matrix">
      <Select
        label="Product"
        value={product}
        options={[
          ...products.map(({ urn, name }) => ({ value: urn, label: name })),
          { value: allProducts, label: 'All products' },
        ]}
        onChange={set('product')}
      />
      <SearchField label="Words" value={filter.text} placeholder="email, hasScope …" onSearch={set('q')} />
      {choicesOf(matrix, filter).map(({ label, name, value, any, options }) => (
        <Select
          key={name}
          label={label}
          value={value}
          options={[{ value: '', label: any }, ...options]}
          onChange={set(name)}
        />
      ))}
    </search>
  );
}

interface Choice {
  readonly label: string;
  /** In the address. */
  readonly name: string;
  readonly value: string;
  readonly any: string;
  readonly options: readonly Option[];
}

function choicesOf({ personas, rows }: Matrix, { persona, verdict, classification }: MatrixFilter): Choice[] {
  return [
    {
      label: 'Persona',
      name: 'persona',
      value: persona,
      any: 'Any persona',
      options: personas.map(({ id, label }) => ({ value: id, label })),
    },
    {
      label: 'Verdict',
      name: 'verdict',
      value: verdict,
      any: 'Any verdict',
      options: shownVerdicts.map((value) => ({ value, label: verdictWord(value) })),
    },
    {
      label: 'Classification',
      name: 'class',
      value: classification,
      any: 'Any',
      options: classesIn(rows).map((value) => ({ value, label: value })),
    },
  ];
}

function Legend() {
  return (
    <ul className="matrix-legend" aria-label="Verdicts">
      {shownVerdicts.map((verdict) => (
        <li key={verdict}>
          <VerdictSign of={verdict} /> {verdictWord(verdict)}
        </li>
      ))}
      <li>* the arguments decide as well</li>
    </ul>
  );
}
