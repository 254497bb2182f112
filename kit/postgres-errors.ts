// Turns what the Postgres driver throws into GordianErrors. Messages hold no SQL and no values; details, which only logs
// may hold, give the operator the SQLSTATE, the statement text (parameters are not in it) and the constraint.

import { type ErrorCode, GordianError } from './errors.ts';

interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

/** A NUL in a text, a day before the calendar begins, a name too long for its index: input that no column holds. Only input brings them. */
const impossibleValues = new Set(['22008', '22021', '22P05', '54000']);
const timeouts = new Set(['57014', '55P03', '25P03', '57P05']);
const unavailable = /^(08|28|53|57P|3D000)/;
/** Messages of these classes repeat values of the row: data exceptions, constraint violations, raised by PL/pgSQL. */
const classesWithValues = /^(22|23|P0)/;

export function databaseError(error: unknown, statement?: string): GordianError {
  if (error instanceof GordianError) return error;
  return isServerError(error) ? fromServer(error, statement) : fromConnection(error);
}

/** Whether a statement failed with this SQLSTATE, for example `23505`, a unique key that exists already. */
export function hasSqlState(error: unknown, sqlState: string): boolean {
  return error instanceof GordianError && error.details.sqlState === sqlState;
}

function fromServer(error: ServerError, statement: string | undefined): GordianError {
  if (impossibleValues.has(error.code)) {
    return new GordianError('BAD_USER_INPUT', 'A text or a date has a value that cannot be stored.');
  }
  const code = codeOf(error.code);
  const details = {
    sqlState: error.code,
    ...(classesWithValues.test(error.code) ? {} : { reason: error.message }),
    ...(error.constraint ? { constraint: error.constraint } : {}),
    ...(error.table ? { table: error.table } : {}),
    ...(error.column ? { column: error.column } : {}),
    ...(statement ? { statement: statement.replace(/\s+/g, ' ').slice(0, 300) } : {}),
  };
  return new GordianError(code, messageOf(code, error.code), { details });
}

function codeOf(sqlState: string): ErrorCode {
  if (timeouts.has(sqlState)) return 'DATABASE_TIMEOUT';
  return unavailable.test(sqlState) ? 'DATABASE_UNAVAILABLE' : 'DATABASE_ERROR';
}

function messageOf(code: ErrorCode, sqlState: string): string {
  if (code === 'DATABASE_TIMEOUT')
    return `The database cancelled a statement that took too long (SQLSTATE ${sqlState}).`;
  if (code === 'DATABASE_UNAVAILABLE') return `The database takes no statements now (SQLSTATE ${sqlState}).`;
  return `The database refused a statement (SQLSTATE ${sqlState}).`;
}

function fromConnection(error: unknown): GordianError {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason === 'Query read timeout') {
    return new GordianError('DATABASE_TIMEOUT', 'The database did not answer a statement in time.');
  }
  const systemCode = (error as { code?: unknown } | null)?.code;
  const details = typeof systemCode === 'string' ? { systemCode } : { reason };
  return new GordianError('DATABASE_UNAVAILABLE', 'The database cannot be reached.', { details });
}

function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error && /^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code)) && 'severity' in error
  );
}
