// Results become the truth in one transaction: the history, the time of the next run, and the incident of what fails or has
// recovered. A result that arrives late goes into the history and changes nothing else.
import type { Queries } from '../../../kit/postgres.ts';
import { productOfCheck } from '../../../schema/quality/check-id.ts';
import { timesAfter } from '../../../schema/quality/check-schedule.ts';
import { isExample } from '../examples/product-examples.ts';
import { type IncidentCause, openIncident, resolveIncident } from '../incidents/incidents.ts';
import { secretCoordinates } from '../search/queries.ts';
import { type CheckRow, type Outcome, ownEngine } from './check-row.ts';
import { lockChecks } from './queries/checks.ts';
import { type NewResult, saveResults } from './queries/results.ts';

export interface ReportedResult {
  readonly check: string;
  readonly outcome: Outcome;
  readonly observed: number | null;
  readonly failedRows: number | null;
  readonly detail: string | null;
  /** Now when the reporter does not say. */
  readonly at: Date | null;
  readonly runId: string | null;
}

/**
 * Opens and closes incidents, which has to come last: what else the transaction does to checks, it does before.
 * @returns the ids of checks that no contract in force has
 */
export async function recordResults(
  transaction: Queries,
  results: readonly ReportedResult[],
  { reportedBy, now }: { readonly reportedBy: string; readonly now: Date },
): Promise<string[]> {
  const named = results.map(({ check }) => check);
  const checks = new Map((await lockChecks(transaction, named)).map((row) => [row.checkId, row]));
  const known = results.filter(({ check }) => checks.has(check));
  await saveResults(
    transaction,
    known.map((result) => rowOf(checks.get(result.check)!, result, reportedBy, now)),
  );
  await updateIncidents(transaction, latestOf(known, now), checks, now);
  return named.filter((check) => !checks.has(check));
}

function rowOf(check: CheckRow, result: ReportedResult, reportedBy: string, now: Date): NewResult {
  const { check: checkId, at: reportedAt, ...found } = result;
  // A reporter whose clock is ahead has not looked in the future.
  const at = reportedAt === null || reportedAt > now ? now : reportedAt;
  const { dueAt, staleAt } = timesAfter(check.schedule, checkId, at);
  return { ...found, checkRow: check.id, at, staleAt, reportedBy, dueAt: check.engine === ownEngine ? dueAt : null };
}

/** Of several results of one check, the newest. */
function latestOf(results: readonly ReportedResult[], now: Date): ReportedResult[] {
  const byTime = results.toSorted((one, other) => (one.at ?? now).getTime() - (other.at ?? now).getTime());
  return [...new Map(byTime.map((result) => [result.check, result])).values()];
}

/** An outcome that says nothing about the data leaves the incident as it is. */
async function updateIncidents(
  transaction: Queries,
  results: readonly ReportedResult[],
  checks: ReadonlyMap<string, CheckRow>,
  now: Date,
): Promise<void> {
  const secrets = new Set(await secretCoordinates(transaction));
  for (const result of results) {
    const check = checks.get(result.check)!;
    if (check.latest && (result.at ?? now) < check.latest.at) continue;
    if (result.outcome === 'FAIL') {
      await openIncident(transaction, causeOf(check, titleOf(check, result, secrets)), now);
    }
    if (result.outcome === 'PASS') await resolveIncident(transaction, incidentKey(check.checkId), now);
  }
}

export function incidentKey(checkId: string): string {
  return `quality:${checkId}`;
}

function causeOf({ checkId, severity }: CheckRow, title: string): IncidentCause {
  const product = productOfCheck(checkId);
  const dedupe = incidentKey(checkId);
  return { product, dedupe, severity: incidentSeverity(severity), title, slaId: null, checkId };
}

/** Incidents, health and events are told to everybody; what the check is about may be found by whoever may know of it. */
function titleOf(check: CheckRow, result: ReportedResult, secrets: ReadonlySet<string>): string {
  const quality = `Quality of ${productOfCheck(check.checkId)}`;
  if (secrets.has(check.element)) return `${quality}: a check is not kept of a field that not everybody may know of.`;
  // An operation may ask for anything of the graph: where there are secrets, it may ask for one.
  if (secrets.size > 0 && isExample(check)) return `${quality}: an example does not work.`;
  return `${quality}: ${check.name ?? check.rule} is not kept, ${check.expectation}${rowsIn(result)}.`;
}

function rowsIn({ failedRows }: ReportedResult): string {
  return failedRows === null ? '' : ` (${failedRows} ${failedRows === 1 ? 'row fails' : 'rows fail'})`;
}

/** The standard leaves the words to the authors; one that is not known is taken seriously. */
function incidentSeverity(severity: string | null): IncidentCause['severity'] {
  const word = severity?.toLowerCase() ?? '';
  if (/^(info|information|notice|low|minor|warn|warning)$/.test(word)) return 'MINOR';
  return /^(critical|fatal|blocker|high)$/.test(word) ? 'CRITICAL' : 'MAJOR';
}
