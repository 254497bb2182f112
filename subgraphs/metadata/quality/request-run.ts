// Asking for a run of the checks of a product. The process of its domain takes it up when it next asks what there is to run.
import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database } from '../../../kit/postgres.ts';
import { groupsAmong, type Person } from '../access/person.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import { requestRun } from './queries/checks.ts';

export interface QualityRun {
  readonly product: ProductRow;
  /** Checks that will be run. */
  readonly requested: number;
  readonly requestedAt: Date;
}

export interface RunRequest {
  readonly product: ProductRow;
  readonly person: Person;
  /** Whether the caller may ask for any product. */
  readonly hasScope: boolean;
}

/** @throws GordianError FORBIDDEN for all but the team that owns the product, and whoever has the scope */
export async function requestQualityRun(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { product, person, hasScope }: RunRequest,
): Promise<QualityRun> {
  if (!hasScope && groupsAmong(person, [product.ownerTeam]).length === 0)
    throw new GordianError('FORBIDDEN', `Only ${product.ownerTeam} has the checks of this product run.`);
  const now = clock.now();
  const requested = await database.transaction(async (transaction) => {
    const count = await requestRun(transaction, product.id, now);
    await appendAudit(transaction, {
      at: now,
      actor: person.subject,
      actorKind: 'user',
      action: 'quality.run_requested',
      target: product.urn,
      payload: { checks: count },
    });
    return count;
  });
  return { product, requested, requestedAt: now };
}
