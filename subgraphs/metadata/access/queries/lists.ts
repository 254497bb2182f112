// The SQL of the lists of access. Whoever looks sees its own; of others, what its groups decide about or answer for.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { Person } from '../person.ts';
import { type GlassRow, glassColumns } from './glasses.ts';
import { type GrantRow, grantColumns } from './grants.ts';
import { type AccessState, type RequestRow, requestColumns } from './requests.ts';

export const newestFirst: SortOrder = { name: 'ACCESS_NEWEST', columns: ['instant', 'text'] };

export interface Sight {
  readonly mine: boolean;
  readonly person: Person;
}

const visible = (groupsColumn: string) =>
  `CASE WHEN $1 THEN issuer = $2 AND subject = $3 ELSE $5 OR ${groupsColumn} && $4::text[] END`;

function sightValues({ mine, person: { issuer, subject, groups, isSecurity } }: Sight): readonly unknown[] {
  return [mine, issuer, subject, groups, isSecurity];
}

/** One list: what a row is, how it is narrowed, and by what it is sorted. */
interface List {
  readonly columns: string;
  readonly from: string;
  readonly where: string;
  readonly sortColumn: string;
}

const lists = {
  requests: {
    columns: requestColumns,
    from: 'access_request',
    where: `${visible('approvers')} AND ($6::text IS NULL OR state = $6)`,
    sortColumn: 'requested_at',
  },
  grants: {
    columns: grantColumns,
    from: 'access_grant',
    where: `${visible('approvers')} AND (NOT $6 OR (revoked_at IS NULL AND valid_until > $7))
      AND ($8::timestamptz IS NULL OR coalesce(last_used, valid_from) < $8)`,
    sortColumn: 'valid_from',
  },
  glasses: {
    columns: glassColumns,
    from: 'break_glass',
    where: `${visible('owners')} AND (NOT $6 OR verdict IS NULL)`,
    sortColumn: 'valid_from',
  },
} as const satisfies Record<string, List>;

export interface ListedRows<Row> {
  page(page: Page): Promise<Row[]>;
  count(): Promise<number>;
}

function list<Row extends object>(
  database: Queries,
  { columns, from, where, sortColumn }: List,
  values: readonly unknown[],
): ListedRows<Row> {
  const after = values.length + 1;
  return {
    page: (page) =>
      database.query(
        `SELECT ${columns} FROM ${from} WHERE ${where}
           AND ($${after}::timestamptz IS NULL OR (${sortColumn}, id) < ($${after}, $${after + 1}::text))
         ORDER BY ${sortColumn} DESC, id DESC LIMIT $${after + 2}`,
        [...values, ...pageValues(page, newestFirst), page.limit],
      ),
    count: async () => {
      const [row] = await database.query<{ count: number }>(
        `SELECT count(*) AS count FROM ${from} WHERE ${where}`,
        values,
      );
      return row!.count;
    },
  };
}

export function listRequests(database: Queries, sight: Sight, state: AccessState | null): ListedRows<RequestRow> {
  return list(database, lists.requests, [...sightValues(sight), state]);
}

export interface GrantFilter {
  readonly live: boolean;
  readonly now: Date;
  /** Only those that nobody has used since. */
  readonly unusedSince: Date | null;
}

export function listGrants(
  database: Queries,
  sight: Sight,
  { live, now, unusedSince }: GrantFilter,
): ListedRows<GrantRow> {
  return list(database, lists.grants, [...sightValues(sight), live, now, unusedSince]);
}

export function listGlasses(database: Queries, sight: Sight, toReview: boolean): ListedRows<GlassRow> {
  return list(database, lists.glasses, [...sightValues(sight), toReview]);
}
