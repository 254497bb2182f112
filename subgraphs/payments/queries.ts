// All SQL with which the payments domain answers questions. Functions are ready for loaders: keys in, rows out in the
// order of the keys, one statement however many keys. What books money is in booking/queries.ts.
import { pageValues } from '../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../kit/in-key-order.ts';
import type { Listing } from '../../kit/listing.ts';
import { type OrderColumn, type Ordering, orderingBy, type SortDirection } from '../../kit/ordering.ts';
import type { Queries } from '../../kit/postgres.ts';

export type TransactionKind = 'CARD_PAYMENT' | 'REFUND' | 'CHARGEBACK';
export type ChargebackReason = 'FRAUD' | 'NOT_RECEIVED' | 'NOT_AS_DESCRIBED' | 'DUPLICATE';
export type ChargebackStatus = 'OPEN' | 'WON' | 'LOST';

export interface AccountRow {
  readonly id: string;
  readonly customerId: string;
  readonly currency: string;
  readonly openedAt: Date;
  readonly updatedAt: Date;
}

/** A transaction of any kind; what the kind does not have is null. */
export interface TransactionRow {
  readonly id: string;
  readonly kind: TransactionKind;
  readonly accountId: string;
  readonly orderId: string;
  readonly amount: string;
  readonly currency: string;
  readonly occurredAt: Date;
  readonly maskedCard: string | null;
  /** The payment that was given or taken back. */
  readonly paymentId: string | null;
  readonly caseReference: string | null;
  readonly reason: ChargebackReason | null;
  readonly status: ChargebackStatus | null;
  readonly updatedAt: Date;
}

/** What the risk formula wants to know of a customer's payments. */
export interface PaymentRecord {
  readonly customerId: string;
  /** Chargebacks that were not won. */
  readonly chargebacks: number;
  readonly paid: string;
  readonly refunded: string;
}

export interface TransactionFilter {
  readonly kind?: readonly TransactionKind[] | null;
  readonly orderId?: string | null;
  readonly customerId?: string | null;
  readonly accountId?: string | null;
  readonly occurredAfter?: Date | null;
  readonly occurredBefore?: Date | null;
  readonly minAmount?: string | null;
  readonly maxAmount?: string | null;
}

export type TransactionOrderField = 'OCCURRED_AT' | 'AMOUNT';

export type TransactionListing = Listing<TransactionFilter, TransactionOrderField>;

const orderColumns: Readonly<Record<TransactionOrderField, OrderColumn<TransactionRow>>> = {
  OCCURRED_AT: { column: 'occurred_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.occurredAt },
  AMOUNT: { column: 'amount', type: 'numeric', kind: 'decimal', valueOf: (row) => row.amount },
};

export function transactionOrdering(field: TransactionOrderField, direction: SortDirection): Ordering<TransactionRow> {
  const id = { column: 'transaction.id', type: 'text', valueOf: (row: TransactionRow) => row.id } as const;
  return orderingBy(field, direction, orderColumns[field], id);
}

const accountColumns = `id, customer_id AS "customerId", currency, opened_at AS "openedAt", updated_at AS "updatedAt"`;

const columns = `transaction.id, kind, account_id AS "accountId", order_id AS "orderId", amount, account.currency,
  occurred_at AS "occurredAt", masked_card AS "maskedCard", payment_id AS "paymentId", case_reference AS "caseReference",
  reason, status, transaction.updated_at AS "updatedAt"`;

const booked = 'transaction JOIN account ON account.id = account_id';

// The filter takes parameters 1 to 8, a page 9 to 11, parents 12.
const matchesFilter = `($1::text[] IS NULL OR kind = ANY($1))
  AND ($2::text IS NULL OR order_id = $2)
  AND ($3::text IS NULL OR account.customer_id = $3)
  AND ($4::text IS NULL OR account_id = $4)
  AND ($5::timestamptz IS NULL OR occurred_at >= $5)
  AND ($6::timestamptz IS NULL OR occurred_at < $6)
  AND ($7::numeric IS NULL OR amount >= $7)
  AND ($8::numeric IS NULL OR amount <= $8)`;

function filterValues(filter: TransactionFilter): unknown[] {
  return [
    filter.kind ?? null,
    filter.orderId ?? null,
    filter.customerId ?? null,
    filter.accountId ?? null,
    filter.occurredAfter ?? null,
    filter.occurredBefore ?? null,
    filter.minAmount ?? null,
    filter.maxAmount ?? null,
  ];
}

function listingValues(listing: TransactionListing, ordering: Ordering<TransactionRow>): unknown[] {
  return [...filterValues(listing.filter), ...pageValues(listing.page, ordering), listing.page.limit];
}

export async function transactionsById(db: Queries, ids: readonly string[]): Promise<(TransactionRow | null)[]> {
  const rows = await db.query<TransactionRow>(
    `SELECT ${columns} FROM ${booked} WHERE transaction.id = ANY($1::text[])`,
    [ids],
  );
  return inKeyOrder(ids, rows, (row) => row.id);
}

/** The transactions of each order, in the order they happened. */
export async function transactionsByOrder(db: Queries, orderIds: readonly string[]): Promise<TransactionRow[][]> {
  const rows = await db.query<TransactionRow>(
    `SELECT ${columns} FROM ${booked} WHERE order_id = ANY($1::text[]) ORDER BY order_id, occurred_at, number`,
    [orderIds],
  );
  return groupInKeyOrder(orderIds, rows, (row) => row.orderId);
}

/** The chargebacks of each customer, the newest first. */
export async function chargebacksByCustomer(db: Queries, customerIds: readonly string[]): Promise<TransactionRow[][]> {
  const rows = await db.query<TransactionRow & { readonly customerId: string }>(
    `SELECT account.customer_id AS "customerId", ${columns} FROM ${booked}
     WHERE account.customer_id = ANY($1::text[]) AND kind = 'CHARGEBACK' ORDER BY occurred_at DESC, transaction.id DESC`,
    [customerIds],
  );
  return groupInKeyOrder(customerIds, rows, (row) => row.customerId);
}

export function transactionPage(db: Queries, listing: TransactionListing): Promise<TransactionRow[]> {
  const ordering = transactionOrdering(listing.field, listing.direction);
  return db.query<TransactionRow>(
    `SELECT ${columns} FROM ${booked} WHERE ${matchesFilter} AND ${ordering.after(9)} ${ordering.orderBy} LIMIT $11`,
    listingValues(listing, ordering),
  );
}

export async function transactionCount(db: Queries, filter: TransactionFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM ${booked} WHERE ${matchesFilter}`,
    filterValues(filter),
  );
  return row!.count;
}

/** The same page of each account. */
export async function transactionPagesByAccount(
  db: Queries,
  accountIds: readonly string[],
  listing: TransactionListing,
): Promise<TransactionRow[][]> {
  const ordering = transactionOrdering(listing.field, listing.direction);
  const rows = await db.query<TransactionRow>(
    `SELECT page.* FROM unnest($12::text[]) AS parent (parent_id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM ${booked}
       WHERE account_id = parent_id AND ${matchesFilter} AND ${ordering.after(9)} ${ordering.orderBy} LIMIT $11
     ) AS page`,
    [...listingValues(listing, ordering), accountIds],
  );
  return groupInKeyOrder(accountIds, rows, (row) => row.accountId);
}

export async function transactionCountsByAccount(
  db: Queries,
  accountIds: readonly string[],
  filter: TransactionFilter,
): Promise<number[]> {
  const rows = await db.query<{ accountId: string; count: number }>(
    `SELECT account_id AS "accountId", count(*) AS count FROM ${booked}
     WHERE ${matchesFilter} AND account_id = ANY($9::text[]) GROUP BY account_id`,
    [...filterValues(filter), accountIds],
  );
  return inKeyOrder(accountIds, rows, (row) => row.accountId).map((row) => row?.count ?? 0);
}

export async function accountsById(db: Queries, ids: readonly string[]): Promise<(AccountRow | null)[]> {
  const rows = await db.query<AccountRow>(`SELECT ${accountColumns} FROM account WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

export async function accountsByCustomer(db: Queries, customerIds: readonly string[]): Promise<(AccountRow | null)[]> {
  const rows = await db.query<AccountRow>(`SELECT ${accountColumns} FROM account WHERE customer_id = ANY($1::text[])`, [
    customerIds,
  ]);
  return inKeyOrder(customerIds, rows, (row) => row.customerId);
}

/** Summed from the transactions each time it is asked for, so that the two cannot disagree. */
export async function balancesByAccount(db: Queries, accountIds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ accountId: string; balance: string }>(
    `SELECT account_id AS "accountId",
       sum(CASE WHEN kind = 'CARD_PAYMENT' THEN amount WHEN status = 'WON' THEN 0 ELSE -amount END) AS balance
     FROM transaction WHERE account_id = ANY($1::text[]) GROUP BY account_id`,
    [accountIds],
  );
  return inKeyOrder(accountIds, rows, (row) => row.accountId).map((row) => row?.balance ?? '0.00');
}

/** Null for a customer without an account. */
export async function paymentRecords(db: Queries, customerIds: readonly string[]): Promise<(PaymentRecord | null)[]> {
  const rows = await db.query<PaymentRecord>(
    `SELECT customer_id AS "customerId",
       count(*) FILTER (WHERE kind = 'CHARGEBACK' AND status <> 'WON') AS chargebacks,
       coalesce(sum(amount) FILTER (WHERE kind = 'CARD_PAYMENT'), 0) AS paid,
       coalesce(sum(amount) FILTER (WHERE kind = 'REFUND'), 0) AS refunded
     FROM account LEFT JOIN transaction ON account_id = account.id
     WHERE customer_id = ANY($1::text[]) GROUP BY customer_id`,
    [customerIds],
  );
  return inKeyOrder(customerIds, rows, (row) => row.customerId);
}

/** The instant up to which payments are known: the last change of a transaction. Null while there are none. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(updated_at) AS at FROM transaction');
  return row!.at;
}
