import { expect, test } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { startActivity } from '../../../kit/start-activity.ts';
import { createDatabaseForTest } from '../../support/postgres.ts';

test('rows keep coming, one at a time, through failures, until it is stopped', async () => {
  const database = await createDatabaseForTest();
  await database.query('CREATE TABLE event (at timestamptz)');
  let calls = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const generator = startActivity({
    database,
    rowsPerMinute: 60_000,
    log: silentLog,
    activity: async ({ now }) => {
      calls += 1;
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await database.query('INSERT INTO event VALUES ($1)', [now]).finally(() => {
        atOnce -= 1;
      });
      if (calls === 2) throw new Error('once');
    },
  });
  await expect.poll(() => calls).toBeGreaterThan(4);
  await generator.stop();
  expect(await database.query('SELECT count(*) AS rows FROM event')).toEqual([{ rows: calls }]);
  expect(mostAtOnce).toBe(1);
});
