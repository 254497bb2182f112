// One report of a gateway: counted in one transaction, once however often it is sent. Reports of a process come in order, so what
// lies between two of them was lost, and usage has a gap there.
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { type UsageReceipt, type UsageReport, usageBucketMs } from '../../../kit/usage-report.ts';
import {
  addFetches,
  addFirstUses,
  addObserved,
  addUses,
  consumerIds,
  insertGap,
  insertOperations,
  lockInstance,
  moveInstance,
  operationIds,
  type StoredUse,
} from './queries/reports.ts';

export interface DeliveredReport {
  readonly report: UsageReport;
  /** Who sends it. */
  readonly client: string;
  readonly now: Date;
}

/** @throws GordianError CONFLICT when another client has reported for the process */
export async function takeReport(database: Database, { report, client, now }: DeliveredReport): Promise<UsageReceipt> {
  try {
    return await database.transaction(async (transaction) => {
      const instance = await lockInstance(transaction, report, client);
      if (instance.client !== client)
        throw new GordianError('CONFLICT', 'Another client reports for this instance of a gateway.');
      if (report.sequence <= instance.sequence) return 'known';
      await count(transaction, report, now);
      await noteGaps(transaction, report, instance.coveredUntil);
      await moveInstance(transaction, report);
      return 'counted';
    });
  } catch (error) {
    if (error instanceof UnknownOperations) return 'unknown-operations';
    throw error;
  }
}

/** Takes back whatever was counted. */
class UnknownOperations extends Error {}

async function count(transaction: Queries, report: UsageReport, now: Date): Promise<void> {
  const { from, uses, firstUses, fetches } = report;
  await insertOperations(transaction, report.operations, now);
  const operations = await operationIds(
    transaction,
    [...uses, ...firstUses].map(({ operation }) => operation),
  );
  const idOf = ({ operation }: { readonly operation: string }): number => {
    const id = operations.get(operation);
    if (id === undefined) throw new UnknownOperations();
    return id;
  };
  await addUses(transaction, from, await stored(transaction, uses, idOf));
  await addFetches(transaction, bucketOf(report), fetches);
  await addObserved(transaction, report);
  await addFirstUses(
    transaction,
    firstUses.map((use) => ({ ...use, operationId: idOf(use) })),
  );
}

async function stored(
  transaction: Queries,
  uses: UsageReport['uses'],
  operationIdOf: (use: UsageReport['uses'][number]) => number,
): Promise<StoredUse[]> {
  if (uses.length === 0) return [];
  const consumers = await consumerIds(transaction, uses);
  return uses.map((use) => ({
    ...use,
    operationId: operationIdOf(use),
    consumerId: consumers.get(use.client)!,
  }));
}

async function noteGaps(
  transaction: Queries,
  { instance, from, to, overflowed }: UsageReport,
  coveredUntil: Date,
): Promise<void> {
  if (Date.parse(from) > coveredUntil.getTime())
    await insertGap(transaction, { instance, from: coveredUntil, to: from, reason: 'dropped' });
  if (overflowed > 0) await insertGap(transaction, { instance, from, to, reason: 'overflow' });
}

function bucketOf({ from }: UsageReport): Date {
  return new Date(Math.floor(Date.parse(from) / usageBucketMs) * usageBucketMs);
}
