// Why one coordinate is open, masked or closed for one who asks: the viewer, or a persona that the policy is reviewed with.

import './policy.css';
import {
  type DecisionFragment,
  ExplainForMeDocument,
  ExplainForPersonaDocument,
  PolicyMatrixDocument,
} from '../generated/policy.ts';
import { Absent } from '../graph/absent.tsx';
import { type QueryResult, useQuery } from '../graph/use-query.ts';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Page } from '../parts/page.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { useLocation } from '../shell/use-location.ts';
import { DecisionView } from './decision-view.tsx';
import { ExplainForm } from './explain-form.tsx';

export function ExplainPage() {
  const { search } = useLocation();
  const persona = search.get('persona') ?? '';
  const coordinate = search.get('coordinate') ?? '';
  const personas = usePersonas();
  return (
    <Page
      title="Explain a decision"
      subtitle={
        <>
          What becomes of a field, by which rule, and what would change it.{' '}
          <Link to={hrefOf('policy')}>All of the policy</Link>
        </>
      }
    >
      <ExplainForm {...{ persona, coordinate, personas }} />
      {coordinate === '' ? (
        <Empty title="Name a field.">
          <p>
            A coordinate is written as <code>Customer.email</code>; the name of a type asks who sees its rows.
          </p>
        </Empty>
      ) : persona === '' ? (
        <ForMe coordinate={coordinate} />
      ) : (
        <ForPersona persona={persona} coordinate={coordinate} personas={personas} />
      )}
    </Page>
  );
}

interface Persona {
  readonly id: string;
  readonly label: string;
}

/** A product that nobody has: only the columns are wanted. */
const noProduct = { product: 'gordian:product:none' };

/** Empty for whoever may not ask about others. */
function usePersonas(): readonly Persona[] {
  return useQuery(PolicyMatrixDocument, noProduct).data?.policyMatrix?.personas ?? [];
}

function ForMe({ coordinate }: { readonly coordinate: string }) {
  const query = useQuery(ExplainForMeDocument, { coordinate });
  return (
    <Answer
      {...{ query, coordinate }}
      who="you"
      isOwn
      path="explainOwnDecision"
      decision={query.data?.explainOwnDecision ?? null}
    />
  );
}

interface ForPersonaProps {
  readonly persona: string;
  readonly coordinate: string;
  readonly personas: readonly Persona[];
}

function ForPersona({ persona, coordinate, personas }: ForPersonaProps) {
  const query = useQuery(ExplainForPersonaDocument, { persona, coordinate });
  const who = personas.find(({ id }) => id === persona)?.label ?? persona;
  return (
    <Answer
      {...{ query, coordinate, who }}
      isOwn={false}
      path="explainDecision"
      decision={query.data?.explainDecision ?? null}
    />
  );
}

interface AnswerProps {
  readonly query: QueryResult<unknown>;
  readonly coordinate: string;
  readonly who: string;
  readonly isOwn: boolean;
  /** Of the decision in the answer. */
  readonly path: string;
  readonly decision: DecisionFragment | null;
}

function Answer({ query, coordinate, who, isOwn, path, decision }: AnswerProps) {
  const { status, error, reload } = query;
  if (status === 'loading') return <Skeleton height={320} />;
  if (status === 'failed') return <Failed title="The decision cannot be explained." error={error} onRetry={reload} />;
  if (decision) return <DecisionView {...{ decision, who, isOwn }} />;
  return (
    <Absent what={isOwn ? 'Your own decision' : 'The decision about others'} {...{ query, path }}>
      <Empty title={`There is no ${coordinate}.`}>
        <p>
          Or it is nothing that you may know of. Names are in the{' '}
          <Link to={hrefOf('catalog', { q: coordinate })}>catalogue</Link>.
        </p>
      </Empty>
    </Absent>
  );
}
