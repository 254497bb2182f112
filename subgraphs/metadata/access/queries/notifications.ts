// The SQL of what teams must hear of.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { Person } from '../person.ts';

export interface NotificationRow {
  readonly id: number;
  readonly team: string;
  readonly topic: string;
  readonly body: unknown;
  readonly createdAt: Date;
}

export const latestFirst: SortOrder = { name: 'NOTIFICATION_LATEST', columns: ['number'] };

export async function notifyTeams(
  transaction: Queries,
  teams: readonly string[],
  { topic, body, createdAt }: Pick<NotificationRow, 'topic' | 'body' | 'createdAt'>,
): Promise<void> {
  await transaction.query(
    'INSERT INTO notification (team, topic, body, created_at) SELECT team, $2, $3, $4 FROM unnest($1::text[]) AS team',
    [teams, topic, JSON.stringify(body), createdAt],
  );
}

export function notificationsOf(
  database: Queries,
  { groups, isSecurity }: Person,
  page: Page,
): Promise<NotificationRow[]> {
  return database.query(
    `SELECT id, team, topic, body, created_at AS "createdAt" FROM notification
     WHERE ($1 OR team = ANY($2)) AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [isSecurity, groups, ...pageValues(page, latestFirst), page.limit],
  );
}

export async function notificationCount(database: Queries, { groups, isSecurity }: Person): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM notification WHERE $1 OR team = ANY($2)',
    [isSecurity, groups],
  );
  return row!.count;
}
