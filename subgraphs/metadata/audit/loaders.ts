// Loaders of the audit, made per request, and what else its resolvers need to know.
import DataLoader from 'dataloader';
import type { EntityReference } from '../../../kit/entity-reference.ts';
import { inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { setsByHash } from './queries.ts';

export type AuditLoaders = ReturnType<typeof createAuditLoaders>;

/** @param entityReference null where no key of the audit is set */
export function createAuditLoaders(database: Queries, entityReference: EntityReference | null) {
  return {
    entityReference,
    decisionSet: new DataLoader(async (hashes: readonly string[]) =>
      inKeyOrder(hashes, await setsByHash(database, hashes), ({ hash }) => hash),
    ),
  };
}
