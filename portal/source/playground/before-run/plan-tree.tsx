// A plan as lists in lists: what is fetched one after the other, what at the same time, and what later.

import type { Plan, PlanFetch, PlanNode } from './explain.ts';

export function PlanTree({ plan: { node, deferred } }: { readonly plan: Plan }) {
  return (
    <>
      {node ? (
        <ol className="plan">
          <PlanItem node={node} />
        </ol>
      ) : (
        <p className="muted">Nothing has to be fetched.</p>
      )}
      {deferred.map((later, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one plan have no other name
        <div key={index} className="plan-later">
          <p>Later, in a part of its own</p>
          <PlanTree plan={later} />
        </div>
      ))}
    </>
  );
}

function PlanItem({ node }: { readonly node: PlanNode }) {
  if (node.kind === 'fetch') return <FetchItem fetch={node} />;
  return (
    <li>
      <span className="plan-group">{node.kind === 'sequence' ? 'One after the other' : 'At the same time'}</span>
      <ol className="plan">
        {node.nodes.map((inner, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nodes of one plan have no other name
          <PlanItem key={index} node={inner} />
        ))}
      </ol>
    </li>
  );
}

function FetchItem({ fetch: { subgraph, path, fields, inputs, hidden, cost } }: { readonly fetch: PlanFetch }) {
  const besides = inputs.length + hidden;
  return (
    <li>
      <details>
        <summary>
          <strong>{subgraph}</strong>
          {path.length > 0 && (
            <span>
              {' '}
              for <code>{placeOf(path)}</code>
            </span>
          )}
          <span className="muted">
            {' '}
            {fields.length} {fields.length === 1 ? 'field' : 'fields'}
            {besides > 0 && `, ${besides} for the plan itself`}
            {cost ? `, cost ${cost.toLocaleString('en')}` : ''}
          </span>
        </summary>
        <p className="plan-fields">
          {fields.map((coordinate) => (
            <code key={coordinate}>{coordinate}</code>
          ))}
        </p>
        {besides > 0 && (
          <p className="plan-fields muted">
            for the plan itself:
            {inputs.map((coordinate) => (
              <code key={coordinate}>{coordinate}</code>
            ))}
            {hidden > 0 && <span>{hidden} that are not for you to know</span>}
          </p>
        )}
      </details>
    </li>
  );
}

/** `orders.nodes[]` */
function placeOf(path: readonly string[]): string {
  return path
    .map((step) => (step === '@' ? '[]' : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
