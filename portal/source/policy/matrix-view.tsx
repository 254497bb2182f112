// The matrix with what narrows it, how much of it is shown, what its signs mean and where it comes from.

import { useDeferredValue, useMemo, useState } from 'react';
import type { ProductsPage } from '../graph/product-select.tsx';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { useLocation } from '../shell/use-location.ts';
import { filterIn, MatrixFilters } from './matrix-filters.tsx';
import { filterRows, type Matrix } from './matrix-rows.ts';
import { MatrixTable } from './matrix-table.tsx';
import { VerdictSign } from './verdict.tsx';
import { shownVerdicts, verdictWord } from './verdict-words.ts';

interface Props {
  readonly matrix: Matrix;
  readonly product: string;
  readonly products: ProductsPage;
  readonly busy: boolean;
}

export function MatrixView({ matrix, product, products, busy }: Props) {
  const { search } = useLocation();
  const filter = filterIn(search);
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filter, which is read anew each time.
  const rows = useMemo(() => filterRows(matrix, filter), [matrix, key]);
  const drawn = useDeferredValue(rows);
  return (
    <>
      <MatrixFilters {...{ matrix, product, products, filter }} />
      <p className="matrix-count" role="status" aria-live="polite">
        {rows.length} of {matrix.rows.length} coordinates{busy && ' · asking again …'}
        {!matrix.complete && ' · more than can be shown at once: choose a product'}
      </p>
      <Legend />
      {rows.length > 0 ? (
        <Rows personas={matrix.personas} rows={drawn} />
      ) : matrix.rows.length > 0 ? (
        <Empty title="No coordinate fits.">
          <p>Take a word or a filter away.</p>
        </Empty>
      ) : (
        <Empty title="Nothing in the graph is of this product.">
          <p>Or there is no such product: choose another one.</p>
        </Empty>
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
