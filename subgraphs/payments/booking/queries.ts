// All SQL that books money: chargebacks, refunds, and loading the demo's data.
import type { Queries } from '../../../kit/postgres.ts';
import type { AccountRow, ChargebackReason, TransactionRow } from '../queries.ts';

export interface PaymentForBooking {
  readonly id: string;
  readonly accountId: string;
  readonly orderId: string;
  /** The amount less refunds and chargebacks that were not won. */
  readonly left: string;
  readonly hasOpenChargeback: boolean;
}

export interface RecordedCase {
  readonly id: string;
  readonly paymentId: string;
  readonly reason: ChargebackReason;
  readonly amount: string;
}

export interface NewChargeback {
  readonly payment: PaymentForBooking;
  readonly amount: string;
  readonly reason: ChargebackReason;
  readonly caseReference: string;
}

export interface PastTransaction extends Omit<TransactionRow, 'currency'> {
  readonly number: number;
}

/** Keeps the card payment from other bookings until the transaction ends; false when no card payment has the id. */
export async function lockPayment(transaction: Queries, id: string): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT id FROM transaction WHERE id = $1 AND kind = 'CARD_PAYMENT' FOR UPDATE`,
    [id],
  );
  return rows.length > 0;
}

/** Read only after `lockPayment`, in a statement of its own: it must see what was booked while the lock was waited for. */
export async function paymentForBooking(transaction: Queries, id: string): Promise<PaymentForBooking> {
  const [row] = await transaction.query<PaymentForBooking>(
    `SELECT payment.id, payment.account_id AS "accountId", payment.order_id AS "orderId",
       payment.amount - coalesce(sum(taken.amount) FILTER (WHERE taken.status IS DISTINCT FROM 'WON'), 0) AS left,
       count(*) FILTER (WHERE taken.status = 'OPEN') > 0 AS "hasOpenChargeback"
     FROM transaction AS payment LEFT JOIN transaction AS taken ON taken.payment_id = payment.id
     WHERE payment.id = $1 GROUP BY payment.id`,
    [id],
  );
  return row!;
}

export async function caseByReference(db: Queries, caseReference: string): Promise<RecordedCase | null> {
  const [row] = await db.query<RecordedCase>(
    'SELECT id, payment_id AS "paymentId", reason, amount FROM transaction WHERE case_reference = $1',
    [caseReference],
  );
  return row ?? null;
}

/** @returns the id of the chargeback */
export async function insertChargeback(transaction: Queries, chargeback: NewChargeback): Promise<string> {
  const { payment, amount, reason, caseReference } = chargeback;
  return insertNext(transaction, payment, [amount, 'CHARGEBACK', caseReference, reason, 'OPEN']);
}

/** @returns the id of the refund */
export async function insertRefund(transaction: Queries, payment: PaymentForBooking, amount: string): Promise<string> {
  return insertNext(transaction, payment, [amount, 'REFUND', null, null, null]);
}

/** Adds what goes out for a payment under the next number of its order, and marks the account as changed. */
async function insertNext(
  transaction: Queries,
  payment: PaymentForBooking,
  values: readonly (string | null)[],
): Promise<string> {
  const [row] = await transaction.query<{ id: string }>(
    `WITH next AS (
       SELECT max(number) + 1 AS number FROM transaction WHERE order_id = $2
     ), changed AS (
       UPDATE account SET updated_at = now() WHERE id = $3
     )
     INSERT INTO transaction (id, number, payment_id, order_id, account_id, amount, kind, case_reference, reason, status, occurred_at)
     SELECT 'T-' || $2 || '-' || number, number, $1, $2, $3, $4::numeric, $5, $6, $7, $8, now() FROM next
     RETURNING id`,
    [payment.id, payment.orderId, payment.accountId, ...values],
  );
  return row!.id;
}

/** Some payment made since the instant that no bank took back, for the demo's activity. */
export async function anyUndisputedPayment(db: Queries, paidSince: Date): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `SELECT id FROM transaction AS payment WHERE kind = 'CARD_PAYMENT' AND occurred_at >= $1
       AND NOT EXISTS (SELECT FROM transaction AS taken WHERE taken.payment_id = payment.id AND taken.kind = 'CHARGEBACK')
     ORDER BY random() LIMIT 1`,
    [paidSince],
  );
  return row?.id ?? null;
}

/** Decides the oldest chargeback that is still open, if it was recorded before the instant. */
export async function settleOldestChargeback(db: Queries, openedBefore: Date, won: boolean): Promise<void> {
  await db.query(
    `WITH settled AS (
       UPDATE transaction SET status = $2, updated_at = now()
       WHERE id = (SELECT id FROM transaction WHERE status = 'OPEN' AND occurred_at < $1 ORDER BY occurred_at LIMIT 1)
       RETURNING account_id
     )
     UPDATE account SET updated_at = now() FROM settled WHERE account.id = settled.account_id`,
    [openedBefore, won ? 'WON' : 'LOST'],
  );
}

export async function insertAccounts(db: Queries, accounts: readonly AccountRow[]): Promise<void> {
  await db.query(
    `INSERT INTO account (id, customer_id, opened_at, updated_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])`,
    [
      accounts.map((account) => account.id),
      accounts.map((account) => account.customerId),
      accounts.map((account) => account.openedAt),
      accounts.map((account) => account.updatedAt),
    ],
  );
}

export async function insertPastTransactions(db: Queries, transactions: readonly PastTransaction[]): Promise<void> {
  await db.query(
    `INSERT INTO transaction (id, kind, account_id, order_id, number, amount, occurred_at, masked_card, payment_id,
       case_reference, reason, status, updated_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::numeric[], $7::timestamptz[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[])`,
    [
      transactions.map((row) => row.id),
      transactions.map((row) => row.kind),
      transactions.map((row) => row.accountId),
      transactions.map((row) => row.orderId),
      transactions.map((row) => row.number),
      transactions.map((row) => row.amount),
      transactions.map((row) => row.occurredAt),
      transactions.map((row) => row.maskedCard),
      transactions.map((row) => row.paymentId),
      transactions.map((row) => row.caseReference),
      transactions.map((row) => row.reason),
      transactions.map((row) => row.status),
      transactions.map((row) => row.updatedAt),
    ],
  );
}
