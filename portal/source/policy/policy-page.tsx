// Who may see what, by the rules that serve: the table with which the policy is reviewed, a product at a time. Whoever may not read it
// asks about own decisions.

import './policy.css';
import { ProductsDocument } from '../generated/graph.ts';
import { PolicyMatrixDocument } from '../generated/policy.ts';
import { isDenial, type Problem, problemAt } from '../graph/problem.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { useLocation } from '../shell/use-location.ts';
import { ExplainForm } from './explain-form.tsx';
import { allProducts } from './matrix-filters.tsx';
import { MatrixView } from './matrix-view.tsx';

export function PolicyPage() {
  return (
    <Page title="Policy" subtitle="Who may see what, by the rules that serve now. Each cell leads to the reason.">
      <Policy />
    </Page>
  );
}

/** Of all products at once only when it is asked for: the graph may have thousands of fields. */
function Policy() {
  const { search } = useLocation();
  const products = useQuery(ProductsDocument, { text: null });
  const known = products.data?.dataProducts;
  const chosen = search.get('product') || known?.nodes[0]?.urn;
  const matrix = useQuery(
    PolicyMatrixDocument,
    { product: chosen === allProducts ? null : chosen },
    { skip: chosen === undefined },
  );
  const problem = problemAt(matrix.problems, 'policyMatrix') ?? problemAt(products.problems, 'dataProducts');
  const shown = (matrix.data ?? matrix.previous)?.policyMatrix;
  const reload = () => {
    products.reload();
    matrix.reload();
  };

  if (isDenial(problem)) return <OwnDecisions problem={problem} />;
  if (problem || products.status === 'failed' || matrix.status === 'failed')
    return (
      <Failed title="The policy cannot be shown." error={problem ?? products.error ?? matrix.error} onRetry={reload} />
    );
  if (known && chosen === undefined) return <Empty title="No product is registered yet." />;
  if (!known || !shown || chosen === undefined) return <Skeleton height={560} label="Loading the policy …" />;
  return <MatrixView matrix={shown} product={chosen} products={known} busy={matrix.asking} />;
}

function OwnDecisions({ problem }: { readonly problem: Problem }) {
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
