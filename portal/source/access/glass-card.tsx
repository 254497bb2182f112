// One broken glass: what was opened in an emergency, and its review by somebody else.

import { useState } from 'react';
import { EndGlassDocument, type GlassFragment, ReviewGlassDocument } from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { standingOfGlass } from './standing.ts';
import { StepButton } from './step-button.tsx';
import { Targets } from './targets.tsx';
import { listOf } from './who-decides.ts';

interface Props {
  readonly glass: GlassFragment;
  readonly onChange: () => void;
}

export function GlassCard({ glass, onChange }: Props) {
  const { word, tone } = standingOfGlass(glass, Date.now());
  const isLive = word === 'broken now';
  const { brokenBy, own, ticket, targets, reason, owners, validFrom, validUntil, lastUsed, reviewedBy, reviewNote } =
    glass;
  return (
    <li className="access-card">
      <div className="access-card-head">
        <Targets of={targets} />
        <Badge tone={tone}>{word}</Badge>
      </div>
      <p className="access-card-facts">
        {own ? 'You' : <strong>{brokenBy}</strong>} with the ticket <code>{ticket}</code> · <TimeAgo at={validFrom} />
        {lastUsed ? ', used' : ', not used'} · owned by {listOf(owners)}
      </p>
      <p className="access-card-words">{reason}</p>
      {own && isLive && (
        <p>
          It opens for requests with the header <code>x-break-glass: {ticket}</code>, until{' '}
          {new Date(validUntil).toLocaleTimeString('en-GB', { timeStyle: 'short' })}.
        </p>
      )}
      {reviewedBy && (
        <p className="access-card-facts">
          Reviewed by {reviewedBy}: {reviewNote}
        </p>
      )}
      <div className="access-card-actions">
        {glass.mayEnd && (
          <StepButton document={EndGlassDocument} id={glass.id} onChange={onChange}>
            End it now
          </StepButton>
        )}
        {glass.mayReview && <ReviewButtons glass={glass} onChange={onChange} />}
      </div>
    </li>
  );
}

function ReviewButtons({ glass, onChange }: Props) {
  const [verdict, setVerdict] = useState<'JUSTIFIED' | 'MISUSED' | null>(null);
  const { send, sending, error } = useMutation(ReviewGlassDocument);

  async function review(note: string): Promise<void> {
    const answer = await send({ id: glass.id, verdict: verdict!, note });
    onChange();
    if (answer) setVerdict(null);
  }

  return (
    <>
      <Button onClick={() => setVerdict('JUSTIFIED')}>It was justified</Button>
      <Button onClick={() => setVerdict('MISUSED')}>It was misused</Button>
      {verdict && (
        <ReasonDialog
          title="Close the review"
          action={verdict === 'JUSTIFIED' ? 'Justified' : 'Misused'}
          label="Note"
          {...{ sending, error }}
          onSend={review}
          onClose={() => setVerdict(null)}
        >
          <p>
            {glass.brokenBy}, ticket {glass.ticket}: “{glass.reason}”
          </p>
        </ReasonDialog>
      )}
    </>
  );
}
