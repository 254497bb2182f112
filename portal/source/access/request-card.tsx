// One request: what is asked for and why, how it stands, what was decided, and what the viewer may do about it.

import { useEffect, useRef } from 'react';
import { CancelRequestDocument, type RequestFragment } from '../generated/access.ts';
import { Badge } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { TimeAgo } from '../parts/time-ago.tsx';
import { DecideButtons } from './decide-buttons.tsx';
import { durationInWords } from './durations.ts';
import { GrantLine } from './grant-card.tsx';
import { PolicyResults } from './policy-results.tsx';
import { standingOfRequest } from './standing.ts';
import { StepButton } from './step-button.tsx';
import { Targets } from './targets.tsx';
import { listOf } from './who-decides.ts';

interface Props {
  readonly request: RequestFragment;
  /** Whether the address names it. */
  readonly isNamed: boolean;
  readonly onChange: () => void;
}

export function RequestCard({ request, isNamed, onChange }: Props) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isNamed) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isNamed]);
  const { word, tone } = standingOfRequest(request);
  const { targets, requester, own, purpose, requestedFor, outcome, requestedAt } = request;
  return (
    <li ref={card} className={classNames('access-card', isNamed && 'access-card-named')} id={`request-${request.id}`}>
      <div className="access-card-head">
        <Targets of={targets} />
        <Badge tone={tone}>{word}</Badge>
      </div>
      <p className="access-card-facts">
        {own ? 'You' : <strong>{requester}</strong>} asked to see this {outcome === 'MASK' ? 'masked' : 'in clear'}, for{' '}
        {purpose}, for {durationInWords(requestedFor)} · <TimeAgo at={requestedAt} />
      </p>
      <p className="access-card-words">{request.justification}</p>
      <Course request={request} />
      <div className="access-card-actions">
        {request.mayDecide && <DecideButtons request={request} onChange={onChange} />}
        {own && request.state === 'PENDING' && (
          <StepButton document={CancelRequestDocument} id={request.id} onChange={onChange}>
            Take back
          </StepButton>
        )}
      </div>
    </li>
  );
}

/** What has been said about it so far. */
function Course({ request }: { readonly request: RequestFragment }) {
  const { state, approvers, approvals, policyEvaluation, decidedAt, decidedBy, decisionReason, grant } = request;
  return (
    <ul className="access-course">
      <PolicyResults of={policyEvaluation} />
      {approvals.map(({ by, groups, reason, at }) => (
        <li key={by}>
          <Badge tone="good">agreed</Badge> {by} of {listOf(groups)}: {reason} · <TimeAgo at={at} />
        </li>
      ))}
      {state === 'PENDING' && (
        <li>
          <Badge tone="warning">waits</Badge> for {listOf(approvers)}
        </li>
      )}
      {decidedAt !== null && (
        <li>
          <Badge tone={standingOfRequest(request).tone}>{standingOfRequest(request).word}</Badge>{' '}
          {decidedBy ?? 'by the policies'}: {decisionReason} · <TimeAgo at={decidedAt} />
        </li>
      )}
      {grant && (
        <li>
          <GrantLine grant={grant} />
        </li>
      )}
    </ul>
  );
}
