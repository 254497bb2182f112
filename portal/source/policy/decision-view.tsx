// One decision: what came of it, each rule that was asked with its answer, and what would change it.

import type { DecisionFragment } from '../generated/policy.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { Section } from '../parts/section.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { changeSentences, layerWords, leadSentence } from './decision-words.ts';
import { Verdict } from './verdict.tsx';

interface Props {
  readonly decision: DecisionFragment;
  /** `you`, or the label of a persona. */
  readonly who: string;
  readonly isOwn: boolean;
}

export function DecisionView({ decision, who, isOwn }: Props) {
  const { coordinate, classification, product, outcome } = decision;
  return (
    <article className="decision" aria-label={`The decision about ${coordinate}`}>
      <p className="decision-lead">
        <Verdict of={outcome} /> <span>{leadSentence(decision, who)}</span>
      </p>
      <dl className="decision-facts">
        <div>
          <dt>Field</dt>
          <dd>
            <Coordinate of={coordinate} />
          </dd>
        </div>
        <div>
          <dt>Classification</dt>
          <dd>{classification}</dd>
        </div>
        {product && (
          <div>
            <dt>Product</dt>
            <dd>
              <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link>
            </dd>
          </div>
        )}
        <div>
          <dt>Decided by</dt>
          <dd>{layerWords[decision.layer]}</dd>
        </div>
        <div>
          <dt>Policy</dt>
          <dd>
            <code>{decision.policyVersion}</code>
          </dd>
        </div>
      </dl>
      <WhatWouldChange decision={decision} isOwn={isOwn} />
      {decision.asked ? <Rules decision={decision} /> : <HiddenRules />}
    </article>
  );
}

function WhatWouldChange({ decision, isOwn }: Pick<Props, 'decision' | 'isOwn'>) {
  const sentences = changeSentences(decision);
  const mayAsk = isOwn && decision.byGrant !== null;
  if (sentences.length === 0)
    return decision.outcome === 'ALLOW' ? null : (
      <Section title="What would change it">
        <p>Nothing that can be given: no grant and no broken glass opens it.</p>
      </Section>
    );
  return (
    <Section title="What would change it" note="tried, with the decisions that serve requests">
      <ul className="decision-changes">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {mayAsk && (
        <Link className="primary-button" to={hrefOf('access', { coordinate: decision.coordinate })}>
          Request access
        </Link>
      )}
    </Section>
  );
}

type Asked = NonNullable<DecisionFragment['asked']>[number];

const columns: readonly Column<Asked & { readonly place: number }>[] = [
  { key: 'rule', title: 'Rule', isRowHeader: true, cell: ({ rule }) => <code>{rule}</code> },
  { key: 'layer', title: 'From', cell: ({ layer }) => layerWords[layer] },
  { key: 'outcome', title: 'Says', cell: ({ outcome }) => <Verdict of={outcome} /> },
  {
    key: 'grant',
    title: 'A grant',
    cell: ({ yieldsToGrants }) => (yieldsToGrants ? 'stands in for it' : 'changes nothing'),
  },
];

function Rules({ decision: { asked, mask, rowInputs } }: Pick<Props, 'decision'>) {
  const rows = (asked ?? []).map((each, place) => ({ ...each, place }));
  return (
    <Section title="Rules" note="all must allow; asked in this order">
      {rows.length === 0 ? (
        <p>There is no rule to pass: everyone may read it.</p>
      ) : (
        <Table caption="Rules that were asked" columns={columns} rows={rows} rowKey={({ place }) => place} />
      )}
      {mask && (
        <p>
          Masked as <code>{mask.name}</code> unless <code>{mask.unless}</code> allows: <Verdict of={mask.outcome} />
        </p>
      )}
      {rowInputs && rowInputs.length > 0 && (
        <p>
          The rules read of the row:{' '}
          {rowInputs.map((path) => (
            <Badge key={path}>{path}</Badge>
          ))}
        </p>
      )}
    </Section>
  );
}

function HiddenRules() {
  return (
    <p className="muted">
      The rules themselves are for those with the scope <code>gordian:policy:read</code>.
    </p>
  );
}
