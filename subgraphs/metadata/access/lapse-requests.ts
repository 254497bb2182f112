// A request that nobody has decided about within some weeks lapses: why it was asked for is no longer so by then.
import { appendAudit } from '../audit/append-audit.ts';
import type { AccessServices } from './access-services.ts';
import { closeWaiting, isAnyWaiting } from './queries/requests.ts';

const maxDays = 30;

/** Before requests are shown or decided about, so that no timer is needed. */
export async function lapseRequests({ database, clock }: Pick<AccessServices, 'database' | 'clock'>): Promise<void> {
  const at = clock.now();
  const since = new Date(at.getTime() - maxDays * 86_400_000);
  if (!(await isAnyWaiting(database, since))) return;
  await database.transaction(async (transaction) => {
    const reason = `Nobody has decided within ${maxDays} days.`;
    for (const { id, subject, issuer } of await closeWaiting(transaction, { since, at, reason }))
      await appendAudit(transaction, {
        at,
        actor: 'metadata',
        actorKind: 'service',
        action: 'access.lapsed',
        target: `gordian:access-request:${id}`,
        payload: { requester: subject, requesterIssuer: issuer },
      });
  });
}
