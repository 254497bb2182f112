// What follows when a promise stands otherwise than was told: an incident is opened or resolved, and the health of the product is
// told. However many processes notice it, one does it: they queue for the head of the audit, and judge again when it is theirs.
import type { Clock } from '../../../kit/clock.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { lockHead } from '../audit/queries.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { tellHealth } from '../health/tell-health.ts';
import { openIncident, resolveIncident } from '../incidents/incidents.ts';
import { forgetRetiredStates, hasRetiredStates, openCauses, retiredCauses, saveStates, toldStates } from './queries.ts';
import { readSlas, type SlaReading } from './reading.ts';

interface Change {
  readonly sla: SlaRow;
  readonly reading: SlaReading;
}

const batchSize = 200;

/** @returns how the promises stand now, in their order */
export async function judgeAndAnnounce(
  database: Database,
  clock: Clock,
  slas: readonly SlaRow[],
): Promise<SlaReading[]> {
  const readings = await readSlas(database, slas, clock.now());
  const changed = (await changesAmong(database, slas, readings)).map(({ sla }) => sla);
  for (let from = 0; from < changed.length; from += batchSize)
    await announceBatch(database, clock, changed.slice(from, from + batchSize));
  return readings;
}

function announceBatch(database: Database, clock: Clock, slas: readonly SlaRow[]): Promise<void> {
  return database.transaction(async (transaction) => {
    await lockHead(transaction);
    const now = clock.now();
    const changes = await changesAmong(transaction, slas, await readSlas(transaction, slas, now));
    if (changes.length === 0) return;
    await saveStates(
      transaction,
      changes.map(({ sla, reading: { status, severity } }) => ({ slaId: sla.id, status, severity })),
      now,
    );
    const open = await openCauses(
      transaction,
      changes.map(({ sla }) => causeOf(sla)),
    );
    for (const change of changes) await openOrResolve(transaction, change, open, now);
    await tellHealth(
      transaction,
      changes.map(({ sla }) => sla.productId),
      now,
    );
  });
}

async function changesAmong(
  database: Queries,
  slas: readonly SlaRow[],
  readings: readonly SlaReading[],
): Promise<Change[]> {
  const told = await toldStates(
    database,
    slas.map(({ id }) => id),
  );
  const byId = new Map(told.map((state) => [state.slaId, state]));
  return slas.flatMap((sla, index) => {
    const reading = readings[index]!;
    const former = byId.get(sla.id);
    const isSame = former?.status === reading.status && former.severity === reading.severity;
    return isSame ? [] : [{ sla, reading }];
  });
}

/** What is not known changes nothing: an incident stays as it is until somebody knows better. */
async function openOrResolve(
  transaction: Queries,
  { sla, reading }: Change,
  open: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const { status, severity } = reading;
  const { product, id: slaId } = sla;
  const dedupe = causeOf(sla);
  if (severity !== null)
    await openIncident(
      transaction,
      { product, dedupe, severity, title: titleOf(sla, reading), slaId, checkId: null },
      now,
    );
  else if (status !== 'UNKNOWN' && open.has(dedupe)) await resolveIncident(transaction, dedupe, now);
}

/** The same for a promise that was changed: what it was broken by may still be. */
function causeOf({ product, name }: SlaRow): string {
  return `sla:${product}:${name}`;
}

/** What nobody promises any more is no incident. */
export async function resolveRetired(database: Database, clock: Clock): Promise<void> {
  for (const dedupe of await retiredCauses(database))
    await database.transaction((transaction) => resolveIncident(transaction, dedupe, clock.now()));
}

/** Nor does the product stand by it: what was told of the product is told anew. */
export async function forgetRetired(database: Database, clock: Clock): Promise<void> {
  if (!(await hasRetiredStates(database))) return;
  await database.transaction(async (transaction) => {
    await lockHead(transaction);
    await tellHealth(transaction, await forgetRetiredStates(transaction), clock.now());
  });
}

function titleOf({ kind, name, threshold, unit }: SlaRow, { status, observed }: SlaReading): string {
  const what = `The promised ${kind.toLowerCase().replaceAll('_', ' ')} (${name}, ${measure(threshold, unit)})`;
  const seen = observed === null ? '' : `: ${measure(observed, unit)}`;
  return `${what} ${status === 'BREACHED' ? 'is not kept' : 'uses up its budget of errors too fast'}${seen}.`;
}

/** Where a contract means minutes by `m`, people may read metres. */
function measure(value: number, unit: string): string {
  return `${Number(value.toPrecision(4))} ${unit === 'm' ? 'min' : unit}`;
}
