// Loaders of access, made per request: many keys, one statement.
import DataLoader from 'dataloader';
import type { Caller } from '../../../kit/caller.ts';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { IsKnown, Knowledge } from './known-coordinates.ts';
import type { KnownTargets } from './known-targets.ts';
import type { KnownTargetsStore } from './known-targets-store.ts';
import { grantsOfRequests } from './queries/grants.ts';
import { approvalsOfRequests, requestsById } from './queries/requests.ts';

export type AccessLoaders = ReturnType<typeof createAccessLoaders>;

export function createAccessLoaders(database: Queries, known: KnownTargetsStore) {
  let knowledge: Promise<Knowledge> | null = null;
  const knowledgeOf = (caller: Caller): Promise<Knowledge> => {
    knowledge ??= known.knowledgeOf(database, caller);
    return knowledge;
  };
  return {
    knowledgeOf,
    /** Which coordinates the caller of this request may know of; whoever shows one asks this first. */
    knownTo: async (caller: Caller): Promise<IsKnown> => (await knowledgeOf(caller)).isKnown,
    known: (): Promise<KnownTargets> => known.read(database),
    policedGraph: () => known.policed(database),
    request: new DataLoader(async (ids: readonly string[]) =>
      inKeyOrder(ids, await requestsById(database, ids), (row) => row.id),
    ),
    approvalsOfRequest: new DataLoader(async (ids: readonly string[]) =>
      groupInKeyOrder(ids, await approvalsOfRequests(database, ids), (row) => row.requestId),
    ),
    grantOfRequest: new DataLoader(async (ids: readonly string[]) =>
      inKeyOrder(ids, await grantsOfRequests(database, ids), (row) => row.requestId),
    ),
  };
}
