// One grant: who holds it, for what and until when, whether gateways have applied it, and the way to end it.

import { useState } from 'react';
import { type GrantFragment, RevokeGrantDocument } from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { standingOfGrant } from './standing.ts';
import { Targets } from './targets.tsx';

interface Props {
  readonly grant: GrantFragment;
  readonly onChange: () => void;
}

export function GrantCard({ grant, onChange }: Props) {
  const { targets, own, holder, purpose, outcome, mayRevoke } = grant;
  return (
    <li className="access-card">
      <div className="access-card-head">
        <Targets of={targets} />
        <Badge tone={standingOfGrant(grant, Date.now()).tone}>{standingOfGrant(grant, Date.now()).word}</Badge>
      </div>
      <p className="access-card-facts">
        {own ? 'Yours' : <strong>{holder}</strong>}, {outcome === 'MASK' ? 'masked' : 'clear'}, for {purpose}
      </p>
      <p className="access-card-facts">
        <GrantLine grant={grant} isPlain />
      </p>
      {mayRevoke && (
        <div className="access-card-actions">
          <RevokeButton grant={grant} onChange={onChange} />
        </div>
      )}
    </li>
  );
}

/** What has become of it: the moment that counts is when a gateway has applied it. */
export function GrantLine({ grant, isPlain = false }: { readonly grant: GrantFragment; readonly isPlain?: boolean }) {
  const { word, tone } = standingOfGrant(grant, Date.now());
  const { revokedAt, revokedBy, revokeReason, validUntil, effectiveAtGateway, lastUsed } = grant;
  return (
    <>
      {!isPlain && <Badge tone={tone}>{word}</Badge>}{' '}
      {revokedAt ? (
        <>
          ended by {revokedBy}: {revokeReason} · <TimeAgo at={revokedAt} />
        </>
      ) : (
        <>
          until <Day of={validUntil} />
          {effectiveAtGateway && (
            <>
              , at the gateway <TimeAgo at={effectiveAtGateway} />
            </>
          )}
          {lastUsed ? (
            <>
              , last used <TimeAgo at={lastUsed} />
            </>
          ) : (
            ', not used yet'
          )}
        </>
      )}
    </>
  );
}

function Day({ of }: { readonly of: string }) {
  return <time dateTime={of}>{new Date(of).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}</time>;
}

function RevokeButton({ grant, onChange }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const { send, sending, error } = useMutation(RevokeGrantDocument);

  async function revoke(reason: string): Promise<void> {
    const answer = await send({ id: grant.id, reason });
    onChange();
    if (answer) setIsOpen(false);
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{grant.own ? 'Give back' : 'Revoke'}</Button>
      {isOpen && (
        <ReasonDialog
          title={grant.own ? 'Give this access back' : `Revoke the access of ${grant.holder}`}
          action={grant.own ? 'Give back' : 'Revoke'}
          {...{ sending, error }}
          onSend={revoke}
          onClose={() => setIsOpen(false)}
        >
          <Targets of={grant.targets} />
          <p>It ends at the gateway within two seconds.</p>
        </ReasonDialog>
      )}
    </>
  );
}
