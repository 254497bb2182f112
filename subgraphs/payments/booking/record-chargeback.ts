// The rule by which a chargeback is recorded: once per case, one open case per payment, never more than the payment has left.
import { amountInput } from '../../../kit/amount-input.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { hasSqlState } from '../../../kit/postgres-errors.ts';
import { badInput } from '../../../kit/user-input.ts';
import type { ChargebackReason } from '../queries.ts';
import {
  caseByReference,
  insertChargeback,
  lockPayment,
  type PaymentForBooking,
  paymentForBooking,
} from './queries.ts';

export interface ChargebackRequest {
  readonly paymentId: string;
  /** All that the payment has left when absent. */
  readonly amount?: string | null;
  readonly reason: ChargebackReason;
  readonly caseReference: string;
}

export interface RecordedChargeback {
  readonly id: string;
  /** False when the case had been recorded before, and nothing was added. */
  readonly recorded: boolean;
}

const uniqueViolation = '23505';

export async function recordChargeback(database: Database, request: ChargebackRequest): Promise<RecordedChargeback> {
  check(request);
  try {
    return await database.transaction((transaction) => record(transaction, request));
  } catch (error) {
    // The locked payment keeps one case apart from another on it; only a case of another payment can still collide.
    if (hasSqlState(error, uniqueViolation)) throw referenceInUse();
    throw error;
  }
}

function check({ caseReference, amount }: ChargebackRequest): void {
  if (!/^[A-Za-z0-9-]{8,100}$/.test(caseReference)) {
    throw badInput('input.caseReference', 'must have 8 to 100 letters, digits or hyphens');
  }
  if (amount != null) amountInput('input.amount', amount);
}

async function record(transaction: Queries, request: ChargebackRequest): Promise<RecordedChargeback> {
  const { paymentId, reason, caseReference } = request;
  if (!(await lockPayment(transaction, paymentId))) {
    throw new GordianError('NOT_FOUND', 'input.paymentId names no card payment.', {
      details: { field: 'input.paymentId' },
    });
  }
  const earlier = await earlierChargeback(transaction, request);
  if (earlier !== null) return { id: earlier, recorded: false };
  const payment = await paymentForBooking(transaction, paymentId);
  const amount = amountToTake(payment, request.amount ?? payment.left);
  return { id: await insertChargeback(transaction, { payment, amount, reason, caseReference }), recorded: true };
}

async function earlierChargeback(transaction: Queries, request: ChargebackRequest): Promise<string | null> {
  const earlier = await caseByReference(transaction, request.caseReference);
  if (earlier === null) return null;
  const sameAmount = request.amount == null || Number(request.amount) === Number(earlier.amount);
  if (earlier.paymentId === request.paymentId && earlier.reason === request.reason && sameAmount) return earlier.id;
  throw referenceInUse();
}

function amountToTake(payment: PaymentForBooking, amount: string): string {
  if (payment.hasOpenChargeback)
    throw conflict('input.paymentId', 'names a payment with a chargeback that is still open');
  if (Number(payment.left) <= 0) throw conflict('input.paymentId', 'names a payment that was given back in full');
  if (Number(amount) > Number(payment.left))
    throw badInput('input.amount', 'must not be more than the payment has left');
  return amount;
}

function referenceInUse(): GordianError {
  return conflict('input.caseReference', 'belongs to another chargeback');
}

function conflict(field: string, problem: string): GordianError {
  return new GordianError('CONFLICT', `${field} ${problem}.`, { details: { field } });
}
