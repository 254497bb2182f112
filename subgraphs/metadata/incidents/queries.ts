// The SQL of incidents. At most one of a cause is open: a unique index says so. Whoever changes incidents locks the head of the
// audit first, where the change will be recorded, so that changes come one after the other.
import { type Page, pageValues } from '../../../kit/connection.ts';
import type { SortOrder } from '../../../kit/cursor.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { IncidentCause, IncidentSeverity } from './incident-cause.ts';

export type IncidentState = 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';

export interface IncidentRow {
  readonly id: string;
  readonly productId: number;
  /** `orders/orders` */
  readonly product: string;
  /** The team that answers for the product. */
  readonly ownerTeam: string;
  /** The team that answers for the domain of the product. */
  readonly domainTeam: string;
  readonly dedupe: string;
  readonly severity: IncidentSeverity;
  readonly title: string;
  readonly state: IncidentState;
  readonly slaId: number | null;
  readonly checkId: string | null;
  readonly openedAt: Date;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgeNote: string | null;
  readonly resolvedAt: Date | null;
  readonly escalation: number;
  readonly escalatesAt: Date | null;
}

export interface IncidentFilter {
  readonly domain?: string | null;
  /** URN */
  readonly product?: string | null;
  readonly state?: IncidentState | null;
  readonly severity?: IncidentSeverity | null;
}

export const newestFirst: SortOrder = { name: 'INCIDENT_NEWEST', columns: ['instant', 'text'] };

const columns = `incident.id, incident.product_id AS "productId", substr(product.urn, length('gordian:product:') + 1) AS product,
  product.owner_team AS "ownerTeam", domain.owner_team AS "domainTeam", incident.dedupe, incident.severity, incident.title,
  incident.state, incident.sla_id AS "slaId", incident.check_id AS "checkId", incident.opened_at AS "openedAt",
  incident.acknowledged_by AS "acknowledgedBy", incident.acknowledged_at AS "acknowledgedAt",
  incident.acknowledge_note AS "acknowledgeNote", incident.resolved_at AS "resolvedAt", incident.escalation,
  incident.escalates_at AS "escalatesAt"`;
const joins = `JOIN product ON product.id = incident.product_id JOIN domain ON domain.slug = product.domain`;

export async function openIncidentOf(database: Queries, dedupe: string): Promise<IncidentRow | null> {
  const [row] = await database.query<IncidentRow>(
    `SELECT ${columns} FROM incident ${joins} WHERE incident.dedupe = $1 AND incident.state <> 'RESOLVED'`,
    [dedupe],
  );
  return row ?? null;
}

export async function incidentById(database: Queries, id: string): Promise<IncidentRow | null> {
  const [row] = await database.query<IncidentRow>(`SELECT ${columns} FROM incident ${joins} WHERE incident.id = $1`, [
    id,
  ]);
  return row ?? null;
}

/** @returns null when the product is not registered */
export async function insertIncident(
  transaction: Queries,
  productUrn: string,
  cause: IncidentCause,
  times: { readonly openedAt: Date; readonly escalatesAt: Date },
): Promise<IncidentRow | null> {
  const [row] = await transaction.query<IncidentRow>(
    `WITH incident AS (
       INSERT INTO incident (product_id, dedupe, severity, title, state, sla_id, check_id, opened_at, escalates_at)
       SELECT id, $2, $3, $4, 'OPEN', $5, $6, $7, $8 FROM product WHERE urn = $1 RETURNING *
     ) SELECT ${columns} FROM incident ${joins}`,
    [
      productUrn,
      cause.dedupe,
      cause.severity,
      cause.title,
      cause.slaId,
      cause.checkId,
      times.openedAt,
      times.escalatesAt,
    ],
  );
  return row ?? null;
}

export type IncidentChange = Partial<
  Pick<
    IncidentRow,
    | 'severity'
    | 'title'
    | 'state'
    | 'acknowledgedBy'
    | 'acknowledgedAt'
    | 'acknowledgeNote'
    | 'resolvedAt'
    | 'escalation'
    | 'escalatesAt'
  >
>;

/** Whoever changes one holds the head of the audit. */
export async function saveIncident(
  transaction: Queries,
  row: IncidentRow,
  change: IncidentChange,
): Promise<IncidentRow> {
  const changed = { ...row, ...change };
  await transaction.query(
    `UPDATE incident SET severity = $2, title = $3, state = $4, acknowledged_by = $5, acknowledged_at = $6,
       acknowledge_note = $7, resolved_at = $8, escalation = $9, escalates_at = $10 WHERE id = $1`,
    [
      changed.id,
      changed.severity,
      changed.title,
      changed.state,
      changed.acknowledgedBy,
      changed.acknowledgedAt,
      changed.acknowledgeNote,
      changed.resolvedAt,
      changed.escalation,
      changed.escalatesAt,
    ],
  );
  return changed;
}

/** Those that nobody has acknowledged in time. */
export function overdueIncidents(transaction: Queries, now: Date, limit: number): Promise<IncidentRow[]> {
  return transaction.query(
    `SELECT ${columns} FROM incident ${joins} WHERE incident.escalates_at <= $1
     ORDER BY incident.escalates_at LIMIT $2`,
    [now, limit],
  );
}

/** When the next incident is escalated; null when none waits. */
export async function nextEscalation(database: Queries): Promise<Date | null> {
  const [row] = await database.query<{ at: Date | null }>('SELECT min(escalates_at) AS at FROM incident');
  return row!.at;
}

const filterCondition = `($1::text IS NULL OR product.domain = $1) AND ($2::text IS NULL OR product.urn = $2)
  AND ($3::text IS NULL OR incident.state = $3) AND ($4::text IS NULL OR incident.severity = $4)`;

function filterValues({ domain, product, state, severity }: IncidentFilter): (string | null)[] {
  return [domain, product, state, severity].map((value) => value ?? null);
}

export function incidentPage(database: Queries, filter: IncidentFilter, page: Page): Promise<IncidentRow[]> {
  return database.query(
    `SELECT ${columns} FROM incident ${joins} WHERE ${filterCondition}
       AND ($5::timestamptz IS NULL OR (incident.opened_at, incident.id) < ($5, $6::text))
     ORDER BY incident.opened_at DESC, incident.id DESC LIMIT $7`,
    [...filterValues(filter), ...pageValues(page, newestFirst), page.limit],
  );
}

export async function incidentCount(database: Queries, filter: IncidentFilter): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*) AS count FROM incident ${joins} WHERE ${filterCondition}`,
    filterValues(filter),
  );
  return row!.count;
}

/** Newest first, at most so many per product. */
export function incidentsOfProducts(
  database: Queries,
  productIds: readonly number[],
  { open, limit }: { readonly open: boolean; readonly limit: number },
): Promise<IncidentRow[]> {
  return database.query(
    `SELECT item.* FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM incident ${joins}
       WHERE incident.product_id = parent.id AND (NOT $2 OR incident.state <> 'RESOLVED')
       ORDER BY incident.opened_at DESC, incident.id DESC LIMIT $3
     ) AS item ORDER BY item."openedAt" DESC, item.id DESC`,
    [productIds, open, limit],
  );
}

/** One entry of the timeline of an incident. */
export interface StepRow {
  readonly target: string;
  readonly at: Date;
  readonly actor: string;
  /** `opened`, `worsened`, `acknowledged`, `escalated`, `resolved` */
  readonly action: string;
  readonly severity: string;
  readonly note: string | null;
}

/** @param urns of incidents */
export function stepsOfIncidents(database: Queries, urns: readonly string[]): Promise<StepRow[]> {
  return database.query(
    `SELECT target, at, actor, substr(action, length('incident.') + 1) AS action, payload ->> 'severity' AS severity,
       payload ->> 'note' AS note
     FROM audit WHERE target = ANY($1) ORDER BY seq`,
    [urns],
  );
}

export function openIncidentCounts(
  database: Queries,
): Promise<{ readonly product: string; readonly severity: string; readonly count: number }[]> {
  return database.query(
    `SELECT substr(product.urn, length('gordian:product:') + 1) AS product, incident.severity, count(*) AS count
     FROM incident JOIN product ON product.id = incident.product_id WHERE incident.state <> 'RESOLVED'
     GROUP BY product.urn, incident.severity ORDER BY product.urn, incident.severity`,
  );
}
