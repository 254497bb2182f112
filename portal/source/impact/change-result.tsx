// What one planned change would do: the verdict, who would notice, what is made from it, and what to do next.

import { ImpactOwnerDocument, ImpactOwningProductDocument } from '../generated/impact.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { AffectedConsumers } from './affected-consumers.tsx';
import { isOfRegistered, wordsOfChange } from './change-choices.ts';
import { Downstream } from './downstream.tsx';
import { nextSteps } from './next-steps.ts';
import { NextSteps } from './next-steps-list.tsx';
import { fieldOf, type PlannedChange } from './planned-change.ts';
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
  const node = isProduct ? `gordian:product:${coordinate}` : coordinate;
  const field = useQuery(ImpactOwnerDocument, { coordinate: fieldOf(coordinate) }, { skip: isProduct });
  const product = useQuery(ImpactOwningProductDocument, { urn: node }, { skip: !isProduct });
  const { status, problems } = isProduct ? product : field;
  const owner = field.data?.field ?? null;
  const isMissing = isProduct ? product.data?.dataProduct === null : field.data?.field === null;
  const isUnknown = isMissing && problems.length === 0 && isOfRegistered(kind);
  const verdict = verdictWords(impact, window);
  const subgraph = owner?.subgraph ?? (isProduct ? coordinate.split('/')[0]! : null);
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
            <Badge tone="warning">Not known</Badge> Nothing is registered as {coordinate}, or nothing that you may know:
            is it misspelt?
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
        {status !== 'loading' && !isUnknown && (
          <NextSteps steps={nextSteps(change, impact.verdict, subgraph, new Date())} />
        )}
      </Section>
    </div>
  );
}
