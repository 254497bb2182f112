// What one planned change would do: the verdict, who would notice, what is made from it, and what to do next.

import { ImpactOwnerDocument } from '../generated/impact.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { AffectedConsumers } from './affected-consumers.tsx';
import { concernsField, wordsOfChange } from './change-choices.ts';
import { Downstream } from './downstream.tsx';
import { nextSteps } from './next-steps.ts';
import { NextSteps } from './next-steps-list.tsx';
import type { PlannedChange } from './planned-change.ts';
import { type ChangeImpact, verdictWords } from './verdict-words.ts';

interface Props {
  readonly change: PlannedChange;
  readonly impact: ChangeImpact;
  /** In words. */
  readonly window: string;
  readonly onDrop: () => void;
}

export function ChangeResult({ change, impact, window, onDrop }: Props) {
  const { kind, coordinate } = change;
  const isProduct = coordinate.includes('/');
  const { data, problems } = useQuery(ImpactOwnerDocument, { coordinate }, { skip: isProduct });
  const owner = data?.field ?? null;
  const isUnknown = data?.field === null && problems.length === 0 && concernsField(kind);
  const verdict = verdictWords(impact, window);
  const subgraph = owner?.subgraph ?? (isProduct ? coordinate.split('/')[0]! : null);
  const node = isProduct ? `gordian:product:${coordinate}` : coordinate;
  return (
    <div className="card change-result">
      <Section
        title={`${wordsOfChange(kind)}: ${coordinate}`}
        actions={
          <>
            <Link className="quiet-button" to={hrefOf('lineage', { node, direction: 'DOWNSTREAM' })}>
              Lineage of it
            </Link>
            <Button aria-label={`Forget ${coordinate}`} onClick={onDrop}>
              Forget
            </Button>
          </>
        }
      >
        <p className="verdict">
          <Badge tone={verdict.tone}>{verdict.short}</Badge> <span>{verdict.long}</span>
        </p>
        {owner && (
          <p className="muted">
            Promised by <Link to={hrefOf('product', { urn: owner.product.urn })}>{owner.product.name}</Link>, served by{' '}
            {owner.subgraph}
            {owner.deprecationReason && `; deprecated: ${owner.deprecationReason}`}.
          </p>
        )}
        {isUnknown && (
          <p>
            <Badge tone="warning">Not known</Badge> No contract has a field {coordinate}, or none that you may know: is
            it misspelt?
          </p>
        )}
        {!impact.complete && (
          <p className="incomplete">
            <Badge tone="warning">Not complete</Badge> Usage or lineage is known in part only, so that there may be more
            than stands here.
          </p>
        )}
        <AffectedConsumers impact={impact} window={window} />
        <Downstream impact={impact} node={node} />
        <NextSteps steps={nextSteps(change, impact.verdict, subgraph, new Date())} />
      </Section>
    </div>
  );
}
