// Results that come through the graph: of one product, all or none, because who writes a mutation reads its errors. They are in the
// audit with whoever sent them.
import type { Caller } from '../../../kit/caller.ts';
import type { Clock } from '../../../kit/clock.ts';
import type { Database } from '../../../kit/postgres.ts';
import { badInput, textInput } from '../../../kit/user-input.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import { reporterOf, requireReportsOn } from '../registry/reporter.ts';
import type { CheckRow, Outcome } from './check-row.ts';
import { type ReportedResult, recordResults } from './record-results.ts';
import { maxDetailLength, maxResults } from './result-report.ts';

export interface QualityReportInput {
  readonly product: string;
  readonly runId?: string | null;
  readonly results: readonly {
    readonly checkId: string;
    readonly outcome: Outcome;
    readonly observed?: number | null;
    readonly failedRows?: number | null;
    readonly detail?: string | null;
  }[];
}

/** Of the product that it is about. */
export interface ReportFrame {
  readonly caller: Caller;
  readonly product: ProductRow;
  readonly checks: readonly CheckRow[];
}

/** The attribute of the caller that names the domains on whose products it reports. */
const domainsAttribute = 'domains';

/** @throws GordianError BAD_USER_INPUT, or FORBIDDEN for whoever does not report on products of the domain */
export async function reportQuality(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { caller, product, checks }: ReportFrame,
  input: QualityReportInput,
): Promise<void> {
  const { client, subject, claims } = caller;
  const reporter = reporterOf(client ?? subject ?? 'unknown', claims, domainsAttribute);
  requireReportsOn(reporter, product.urn.slice(productUrn('').length));
  const results = resultsOf(input, new Set(checks.map(({ checkId }) => checkId)));
  const now = clock.now();
  await database.transaction(async (transaction) => {
    await recordResults(transaction, results, { reportedBy: reporter.name, now });
    await appendAudit(transaction, {
      at: now,
      actor: subject ?? reporter.name,
      actorKind: 'user',
      action: 'quality.reported',
      target: product.urn,
      payload: { results: results.length },
    });
  });
}

function resultsOf({ runId, results }: QualityReportInput, known: ReadonlySet<string>): ReportedResult[] {
  if (results.length > maxResults) throw badInput('input.results', `must hold at most ${maxResults} results`);
  const run = runId == null ? null : textInput('input.runId', runId, 1, 200);
  return results.map(({ checkId, outcome, observed = null, failedRows = null, detail: given }, index) => {
    const field = `input.results[${index}]`;
    if (!known.has(checkId)) throw badInput(`${field}.checkId`, 'must be a check of the product');
    if (failedRows !== null && !(Number.isSafeInteger(failedRows) && failedRows >= 0))
      throw badInput(`${field}.failedRows`, 'must be a number of rows');
    const detail = given == null ? null : textInput(`${field}.detail`, given, 1, maxDetailLength);
    return { check: checkId, outcome, observed, failedRows, detail, at: null, runId: run };
  });
}
