// The parts of an answer after the first: as soon as the fetches of a deferred selection are done, its fields are sent.
import type { LaterFetches } from '../execute/later-fetches.ts';
import type { DeferredObject } from '../project/deferred-object.ts';
import { createFragmentDeliveries, type Happenings, type PendingFragment } from './fragment-deliveries.ts';

export interface LaterParts {
  /** What the first part announces. */
  readonly pending: readonly PendingFragment[];
  /** To be called once. Resolves when everything is sent, or the client has left. */
  readonly deliver: (send: SendPart) => Promise<void>;
}

/** Resolves when the client has room for more, or has left. */
export type SendPart = (payload: string) => Promise<void>;

export interface LaterPartsOptions {
  /** What the first part left out; at least one. */
  readonly deferred: readonly DeferredObject[];
  readonly fetches: LaterFetches;
  readonly hasLeft: () => boolean;
}

/** Begins to fetch. */
export function prepareLaterParts({ deferred, fetches, hasLeft }: LaterPartsOptions): LaterParts {
  const readable: DeferredObject[] = [];
  let wake = () => {};
  const deliveries = createFragmentDeliveries((object) => {
    void fetches.fetch(object.id).then(() => {
      readable.push(object);
      wake();
    });
  });
  deliveries.add(deferred);
  const first = deliveries.take();

  const deliver = async (send: SendPart): Promise<void> => {
    while (!deliveries.areOver() && !hasLeft()) {
      if (readable.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      readable.splice(0).forEach(deliveries.deliver);
      const payload = payloadOf(deliveries.take(), !deliveries.areOver());
      if (payload) await send(payload);
    }
    fetches.end();
  };
  return { pending: first.pending, deliver };
}

/** @returns JSON; null when there is nothing to tell */
function payloadOf({ pending, incremental, completed }: Happenings, hasNext: boolean): string | null {
  const members: string[] = [];
  if (pending.length > 0) members.push(`"pending":${JSON.stringify(pending)}`);
  if (incremental.length > 0) members.push(`"incremental":[${incremental.join()}]`);
  if (completed.length > 0) members.push(`"completed":${JSON.stringify(completed)}`);
  return members.length > 0 ? `{${members.join()},"hasNext":${hasNext}}` : null;
}
