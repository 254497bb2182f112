// Before Run: what the operation in the editor may cost, what of it the viewer would not get, and how it would be answered.

import { Badge } from '../../parts/badge.tsx';
import { Coordinate } from '../../parts/coordinate.tsx';
import { Meter } from '../../parts/meter.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Link } from '../../shell/link.tsx';
import { hrefOf } from '../../shell/routes.ts';
import type { Access, Cost, ExplainedField, Explanation } from './explain.ts';
import { PlanTree } from './plan-tree.tsx';
import type { ExplanationState } from './use-explanation.ts';

export function BeforeRunPanel({ state: { explanation, problem, isCurrent } }: { readonly state: ExplanationState }) {
  if (problem)
    return (
      <div className="explained" aria-busy={!isCurrent}>
        <p>
          {problem.code === 'NO_ANSWER' ? '' : 'It would be refused: '}
          {problem.message} <Badge tone="bad">{problem.code}</Badge>
        </p>
      </div>
    );
  if (!explanation) return <Skeleton lines={5} label="Asking what it would take …" />;
  return (
    <div className="explained" aria-busy={!isCurrent}>
      {explanation.kind === 'mutation' && (
        <p>
          <Badge tone="warning">changes data</Badge> It is a mutation, and was not run to tell this.
        </p>
      )}
      <CostView cost={explanation.cost} />
      <AccessView access={explanation.access} />
      <PlanView explanation={explanation} />
    </div>
  );
}

function CostView({ cost: { estimated, allowed, objection, bySubgraph = {} } }: { readonly cost: Cost }) {
  const shares = Object.entries(bySubgraph).filter(([, cost]) => cost > 0);
  return (
    <section aria-label="Cost">
      <h3>Cost</h3>
      <p className="muted">Points: one for each object that may be fetched, unless the schema says otherwise.</p>
      {allowed === null ? (
        <p>
          It may cost <strong>{readable(estimated)}</strong>. <span className="muted">No budget is set for you.</span>
        </p>
      ) : (
        <Meter
          label="Of your budget"
          value={estimated}
          most={allowed}
          tone={objection ? 'bad' : 'good'}
          text={`${readable(estimated)} of ${readable(allowed)}`}
        />
      )}
      {objection && (
        <p>
          <Badge tone="bad">{objection.code}</Badge> {objection.message}
        </p>
      )}
      {shares.map(([subgraph, cost]) => (
        <Meter key={subgraph} label={subgraph} value={cost} most={Math.max(1, estimated)} text={readable(cost)} />
      ))}
    </section>
  );
}

function AccessView({ access: { fields, rowFiltered, allowed } }: { readonly access: Access }) {
  return (
    <section aria-label="What you would get">
      <h3>What you would get</h3>
      <p>
        {allowed} {allowed === 1 ? 'field' : 'fields'} as they are
        {rowFiltered.length > 0 && `; of ${rowFiltered.join(', ')} only the records that you may see`}
      </p>
      {fields.length > 0 && (
        <ul className="findings">
          {fields.map((field) => (
            <li key={`${field.coordinate} ${field.access} ${field.rule}`}>
              <AccessOfField field={field} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const words = { DENIED: 'denied', MASKED: 'masked', BY_ROW: 'by record', STALE: 'too old' } as const;
const tones = { DENIED: 'denied', MASKED: 'warning', BY_ROW: 'neutral', STALE: 'warning' } as const;

function AccessOfField({ field }: { readonly field: ExplainedField }) {
  const { coordinate, access, reason, requestable, rule } = field;
  return (
    <p>
      <Coordinate of={coordinate} /> <Badge tone={tones[access]}>{words[access]}</Badge> {reason}{' '}
      {rule && <span className="muted">rule {rule}</span>}{' '}
      {requestable && <Link to={hrefOf('access', { coordinate })}>Request access</Link>}
    </p>
  );
}

function PlanView({ explanation: { plan, mayPlan } }: { readonly explanation: Explanation }) {
  return (
    <section aria-label="Plan">
      <h3>Plan</h3>
      {!mayPlan && (
        <p className="muted">
          How the gateway divides an operation among subgraphs is for callers with the scope{' '}
          <code>gordian:plan:read</code>. Ask your identity provider for it.
        </p>
      )}
      {mayPlan && plan === null && <p className="muted">What would be refused is not planned.</p>}
      {plan && <PlanTree plan={plan} />}
    </section>
  );
}

function readable(cost: number): string {
  return cost >= Number.MAX_SAFE_INTEGER ? 'more than can be counted' : cost.toLocaleString('en');
}
