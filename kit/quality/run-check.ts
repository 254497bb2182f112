// Runs one check: in a transaction that can only read, for a limited time. Whatever goes wrong is a result too; only a database
// that is away is not, because the check can be run later.
import type { Clock } from '../clock.ts';
import { GordianError } from '../errors.ts';
import type { Database, Queries } from '../postgres.ts';
import type { CheckResult, Probe, RunnableCheck, Scalar, TableProbe } from './check.ts';
import { answersOf, count, limitCost } from './queries.ts';

export interface CheckServices {
  readonly database: Pick<Database, 'readOnly'>;
  readonly clock: Clock;
  readonly statementTimeoutMs: number;
}

interface Finding {
  /** What the check compares. */
  readonly observed: Scalar;
  readonly failedRows: number | null;
}

/** @throws GordianError DATABASE_UNAVAILABLE */
export async function runCheck(services: CheckServices, { id, probe, isMet }: RunnableCheck): Promise<CheckResult> {
  const result = { check: id, at: services.clock.now(), observed: null, failedRows: null };
  if (probe.kind === 'none') return { ...result, outcome: 'SKIPPED', detail: probe.reason };
  try {
    const { observed, failedRows } = await look(services, probe);
    const outcome = isMet(observed) ? 'PASS' : 'FAIL';
    return { ...result, outcome, observed: numberOf(observed), failedRows, detail: null };
  } catch (error) {
    return { ...result, outcome: 'ERROR', detail: explain(error, services.statementTimeoutMs) };
  }
}

function look({ database, statementTimeoutMs }: CheckServices, probe: Exclude<Probe, { kind: 'none' }>) {
  return database.readOnly(async (transaction) => {
    await limitCost(transaction, statementTimeoutMs);
    return probe.kind === 'table' ? lookAtTable(transaction, probe) : askQuery(transaction, probe);
  });
}

async function lookAtTable(transaction: Queries, probe: TableProbe): Promise<Finding> {
  const { counted, total } = await count(transaction, probe);
  const percent = total === 0 ? 0 : (100 * counted) / total;
  return {
    observed: probe.unit === 'percent' ? percent : counted,
    failedRows: probe.measure.metric === 'rowCount' ? null : counted,
  };
}

async function askQuery(transaction: Queries, probe: Extract<Probe, { kind: 'query' }>): Promise<Finding> {
  const answers = await answersOf(transaction, probe);
  const values = Object.values(answers[0] ?? {});
  if (answers.length !== 1 || values.length !== 1)
    throw new NoSingleValue('The query gives no single value: select one column of one row.');
  const observed = comparable(values[0]!);
  const isCount = probe.countsFailures && typeof observed === 'number' && Number.isInteger(observed) && observed >= 0;
  return { observed, failedRows: isCount ? observed : null };
}

class NoSingleValue extends Error {}

/** A numeric comes as text, so that nothing is lost on the way; here it is compared with a number of the contract. */
function comparable(value: Scalar): Scalar {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

function numberOf(observed: Scalar): number | null {
  if (typeof observed === 'boolean') return observed ? 1 : 0;
  return typeof observed === 'number' ? observed : null;
}

const readOnlyViolation = '25006';

function explain(error: unknown, statementTimeoutMs: number): string {
  if (error instanceof NoSingleValue) return error.message;
  if (!(error instanceof GordianError) || error.code === 'DATABASE_UNAVAILABLE') throw error;
  if (error.code === 'DATABASE_TIMEOUT') return `It was stopped after ${statementTimeoutMs / 1_000} seconds.`;
  const { sqlState, reason } = error.details;
  if (sqlState === readOnlyViolation) return 'The query tries to write, which a check may not.';
  return `The database refused it (SQLSTATE ${sqlState})${typeof reason === 'string' ? `: ${reason}` : ''}.`;
}
