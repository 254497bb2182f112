// What was acknowledged is kept, once, whatever is killed. GORDIAN_KILLS sets how often, GORDIAN_KILLS_SEED when.
import { expect, test } from 'vitest';
import { createDatabase } from '../../../kit/postgres.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { killRegistry } from './killed-registry.ts';

const usual = 3;
const kills = Number(process.env.GORDIAN_KILLS ?? usual);
const seed = process.env.GORDIAN_KILLS_SEED ?? 'victims';
const tree = compiledTree();

test('whatever is killed, each acknowledged version is kept once, without gaps, and is what the gateway serves', {
  timeout: 120_000 + kills * 20_000,
}, async () => {
  const outcome = await killRegistry({ tree, kills, seed });
  const { acknowledged, unexpected, databaseUrl, servedByGateway, victims } = outcome;
  const database = createDatabase({ url: databaseUrl, applicationName: 'test', maxConnections: 2 });
  try {
    expect(unexpected).toEqual([]);
    const stored = await database.query<{ version: string; ord: number; text: string }>(
      `SELECT version, ord, convert_from(odcs_raw, 'UTF8') AS text FROM contract_version ORDER BY ord`,
    );
    expect(stored.map(({ version }) => version)).toEqual([...acknowledged.keys()]);
    expect(stored.map(({ version }) => version)).toEqual(stored.map((_, index) => `1.0.${index + 1}`));
    expect(stored.map(({ ord }) => ord)).toEqual(stored.map((_, index) => index + 1));
    expect(stored.map(({ text }) => /Claimed by (\w+)\./.exec(text)?.[1])).toEqual([...acknowledged.values()]);
    const [newest] = await database.query<{ id: string }>(
      'SELECT artefact_id AS id FROM publication ORDER BY seq DESC LIMIT 1',
    );
    expect(newest!.id.startsWith(servedByGateway)).toBe(true);
    if (kills > usual)
      process.stdout.write(`${acknowledged.size} versions through ${JSON.stringify(victims)}, seed ${seed}\n`);
  } finally {
    await database.close();
    await outcome.close();
  }
});
