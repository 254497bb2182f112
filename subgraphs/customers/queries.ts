// All SQL of the customers domain. Batched questions take keys and give rows in key order; whoever takes a `Queries`
// also runs inside a transaction.
import type { Page } from '../../kit/connection.ts';
import { pageValues } from '../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../kit/in-key-order.ts';
import { containing } from '../../kit/like-pattern.ts';
import { type OrderColumn, type Ordering, orderingBy, type SortDirection } from '../../kit/ordering.ts';
import type { Queries } from '../../kit/postgres.ts';

export type CustomerSegment = 'CONSUMER' | 'CORPORATE' | 'HOME_OFFICE';
export type SalesRegion = 'CENTRAL' | 'EAST' | 'SOUTH' | 'WEST';
export type ConsentPurpose = 'MARKETING_EMAIL' | 'MARKETING_PHONE' | 'PERSONALISATION' | 'DATA_SHARING';
export type ConsentSource = 'WEB' | 'PHONE' | 'PAPER' | 'IMPORT';

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly segment: CustomerSegment;
  readonly region: SalesRegion;
  /** `2026-11-22` */
  readonly customerSince: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  readonly dateOfBirth: string | null;
  readonly accountManagerId: string | null;
  readonly updatedAt: Date;
}

export interface AccountManagerRow {
  readonly id: string;
  readonly name: string;
  readonly region: SalesRegion;
  readonly email: string | null;
}

export interface ConsentDecisionRow {
  readonly id: number;
  readonly customerId: string;
  readonly purpose: ConsentPurpose;
  readonly granted: boolean;
  readonly decidedAt: Date;
  readonly source: ConsentSource;
  readonly textVersion: string;
}

export interface NewConsentDecision {
  readonly customerId: string;
  readonly purpose: ConsentPurpose;
  readonly granted: boolean;
  readonly source: ConsentSource;
  readonly textVersion: string;
  readonly idempotencyKey: string;
}

/** A decision of the demo data, which was made at some time in the past. */
export interface SeededDecision extends NewConsentDecision {
  readonly decidedAt: Date;
}

export interface CustomerFilter {
  readonly ids?: readonly string[] | null;
  readonly region?: readonly SalesRegion[] | null;
  readonly segment?: readonly CustomerSegment[] | null;
  readonly nameContains?: string | null;
  readonly email?: string | null;
  readonly customerSinceAfter?: string | null;
  readonly customerSinceBefore?: string | null;
  readonly accountManagerId?: string | null;
  readonly consentedTo?: ConsentPurpose | null;
}

export interface CustomerOrder {
  readonly field: 'NAME' | 'CUSTOMER_SINCE' | 'UPDATED_AT';
  readonly direction: SortDirection;
}

export type CustomerOrdering = Ordering<CustomerRow>;

const orderColumns: Readonly<Record<CustomerOrder['field'], OrderColumn<CustomerRow>>> = {
  NAME: { column: 'customer.name', type: 'text', kind: 'text', valueOf: (row) => row.name },
  CUSTOMER_SINCE: { column: 'customer.customer_since', type: 'date', kind: 'day', valueOf: (row) => row.customerSince },
  UPDATED_AT: { column: 'customer.updated_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.updatedAt },
};

export function customerOrdering(order: CustomerOrder = { field: 'NAME', direction: 'ASC' }): CustomerOrdering {
  const id = { column: 'customer.id', type: 'text', valueOf: (row: CustomerRow) => row.id } as const;
  return orderingBy(order.field, order.direction, orderColumns[order.field], id);
}

const customerColumns = `customer.id, customer.name, customer.segment, customer.region,
  customer.customer_since AS "customerSince", customer.email, customer.phone, customer.street, customer.city,
  customer.state, customer.postal_code AS "postalCode", customer.country, customer.date_of_birth AS "dateOfBirth",
  customer.account_manager_id AS "accountManagerId", customer.updated_at AS "updatedAt"`;

const managerColumns = 'id, name, region, email';

const decisionColumns = `id, customer_id AS "customerId", purpose, granted, decided_at AS "decidedAt", source,
  text_version AS "textVersion"`;

export async function customersById(db: Queries, ids: readonly string[]): Promise<(CustomerRow | null)[]> {
  const rows = await db.query<CustomerRow>(`SELECT ${customerColumns} FROM customer WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

export async function accountManagersById(db: Queries, ids: readonly string[]): Promise<(AccountManagerRow | null)[]> {
  const rows = await db.query<AccountManagerRow>(
    `SELECT ${managerColumns} FROM account_manager WHERE id = ANY($1::text[])`,
    [ids],
  );
  return inKeyOrder(ids, rows, (row) => row.id);
}

export function allAccountManagers(db: Queries): Promise<AccountManagerRow[]> {
  return db.query<AccountManagerRow>(`SELECT ${managerColumns} FROM account_manager ORDER BY name, id`);
}

// The filter takes parameters 1 to 9.
const customerFilter = `($1::text[] IS NULL OR customer.id = ANY($1))
  AND ($2::text[] IS NULL OR customer.region = ANY($2))
  AND ($3::text[] IS NULL OR customer.segment = ANY($3))
  AND ($4::text IS NULL OR lower(customer.name) LIKE lower($4))
  AND ($5::text IS NULL OR lower(customer.email) = lower($5))
  AND ($6::date IS NULL OR customer.customer_since >= $6)
  AND ($7::date IS NULL OR customer.customer_since < $7)
  AND ($8::text IS NULL OR customer.account_manager_id = $8)
  AND ($9::text IS NULL OR (SELECT granted FROM consent_decision
    WHERE customer_id = customer.id AND purpose = $9 ORDER BY id DESC LIMIT 1))`;

function filterValues(filter: CustomerFilter): unknown[] {
  return [
    filter.ids ?? null,
    filter.region ?? null,
    filter.segment ?? null,
    containing(filter.nameContains),
    filter.email ?? null,
    filter.customerSinceAfter ?? null,
    filter.customerSinceBefore ?? null,
    filter.accountManagerId ?? null,
    filter.consentedTo ?? null,
  ];
}

export function customerPage(
  db: Queries,
  filter: CustomerFilter,
  ordering: CustomerOrdering,
  page: Page,
): Promise<CustomerRow[]> {
  return db.query<CustomerRow>(
    `SELECT ${customerColumns} FROM customer WHERE ${customerFilter} AND ${ordering.after(10)}
     ${ordering.orderBy} LIMIT $12`,
    [...filterValues(filter), ...pageValues(page, ordering), page.limit],
  );
}

export async function customerCount(db: Queries, filter: CustomerFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM customer WHERE ${customerFilter}`,
    filterValues(filter),
  );
  return row!.count;
}

/** One page of customers for each manager, in one statement. */
export async function customerPagesOfManagers(
  db: Queries,
  managerIds: readonly string[],
  ordering: CustomerOrdering,
  page: Page,
): Promise<CustomerRow[][]> {
  const rows = await db.query<CustomerRow>(
    `SELECT item.* FROM unnest($1::text[]) AS manager (id) CROSS JOIN LATERAL (
       SELECT ${customerColumns} FROM customer
       WHERE account_manager_id = manager.id AND ${ordering.after(2)} ${ordering.orderBy} LIMIT $4) AS item`,
    [managerIds, ...pageValues(page, ordering), page.limit],
  );
  return groupInKeyOrder(managerIds, rows, (row) => row.accountManagerId!);
}

export async function customerCountsOfManagers(db: Queries, managerIds: readonly string[]): Promise<number[]> {
  const rows = await db.query<{ managerId: string; count: number }>(
    `SELECT account_manager_id AS "managerId", count(*) AS count FROM customer
     WHERE account_manager_id = ANY($1::text[]) GROUP BY account_manager_id`,
    [managerIds],
  );
  return inKeyOrder(managerIds, rows, (row) => row.managerId).map((row) => row?.count ?? 0);
}

/** Every decision of each customer: by purpose, the newest first. */
export async function consentDecisions(db: Queries, customerIds: readonly string[]): Promise<ConsentDecisionRow[][]> {
  const rows = await db.query<ConsentDecisionRow>(
    `SELECT ${decisionColumns} FROM consent_decision WHERE customer_id = ANY($1::text[])
     ORDER BY customer_id, purpose, id DESC`,
    [customerIds],
  );
  return groupInKeyOrder(customerIds, rows, (row) => row.customerId);
}

/** Whether the customer exists; then nobody else records a decision of theirs until the transaction ends. */
export async function lockCustomer(transaction: Queries, id: string): Promise<boolean> {
  const rows = await transaction.query('SELECT id FROM customer WHERE id = $1 FOR UPDATE', [id]);
  return rows.length > 0;
}

export async function decisionByKey(
  db: Queries,
  customerId: string,
  idempotencyKey: string,
): Promise<ConsentDecisionRow | null> {
  const rows = await db.query<ConsentDecisionRow>(
    `SELECT ${decisionColumns} FROM consent_decision WHERE customer_id = $1 AND idempotency_key = $2`,
    [customerId, idempotencyKey],
  );
  return rows[0] ?? null;
}

export async function addDecision(db: Queries, decision: NewConsentDecision): Promise<void> {
  await db.query(
    `INSERT INTO consent_decision (customer_id, purpose, granted, source, text_version, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      decision.customerId,
      decision.purpose,
      decision.granted,
      decision.source,
      decision.textVersion,
      decision.idempotencyKey,
    ],
  );
}

export async function insertAccountManagers(db: Queries, managers: readonly AccountManagerRow[]): Promise<void> {
  await db.query(
    `INSERT INTO account_manager (id, name, region, email)
     SELECT id, name, region, email FROM jsonb_to_recordset($1::jsonb) AS row (id text, name text, region text, email text)`,
    [JSON.stringify(managers)],
  );
}

export async function insertCustomers(db: Queries, customers: readonly CustomerRow[]): Promise<void> {
  await db.query(
    `INSERT INTO customer (id, name, segment, region, customer_since, email, phone, street, city, state, postal_code,
       country, date_of_birth, account_manager_id, updated_at)
     SELECT id, name, segment, region, "customerSince", email, phone, street, city, state, "postalCode", country,
       "dateOfBirth", "accountManagerId", "updatedAt"
     FROM jsonb_to_recordset($1::jsonb) AS row (id text, name text, segment text, region text, "customerSince" date,
       email text, phone text, street text, city text, state text, "postalCode" text, country text, "dateOfBirth" date,
       "accountManagerId" text, "updatedAt" timestamptz)`,
    [JSON.stringify(customers)],
  );
}

/** In the order given, which is the order in which decisions about the same purpose count. */
export async function insertDecisions(db: Queries, decisions: readonly SeededDecision[]): Promise<void> {
  await db.query(
    `INSERT INTO consent_decision (customer_id, purpose, granted, decided_at, source, text_version, idempotency_key)
     SELECT item->>'customerId', item->>'purpose', (item->>'granted')::boolean, (item->>'decidedAt')::timestamptz,
       item->>'source', item->>'textVersion', item->>'idempotencyKey'
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS row (item, place) ORDER BY place`,
    [JSON.stringify(decisions)],
  );
}

/** Someone, at random; null in an empty domain. */
export async function anyCustomerId(db: Queries): Promise<string | null> {
  const rows = await db.query<{ id: string }>('SELECT id FROM customer ORDER BY random() LIMIT 1');
  return rows[0]?.id ?? null;
}

/** When the newest fact of the domain became known; null in an empty domain. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>(
    `SELECT greatest((SELECT max(updated_at) FROM customer), (SELECT max(decided_at) FROM consent_decision)) AS at`,
  );
  return row!.at;
}
