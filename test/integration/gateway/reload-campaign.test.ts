// A small dose of the campaign that `npm run prove:reload` runs at length: real processes, and requests that come at a rate.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CampaignResult, runCampaign } from '../../reload/campaign.ts';
import { type ReloadWorld, startReloadWorld } from '../../reload/reload-world.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const tree = compiledTree();
let database: TestDatabase;
let world: ReloadWorld;
let result: CampaignResult;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startReloadWorld({ databaseUrl: database.administratorUrl, compiled: tree });
  result = await runCampaign(world, {
    perSecond: 50,
    publications: 1,
    policies: 1,
    rollbacks: 1,
    broken: 1,
    storm: 20,
  });
});

afterAll(async () => {
  await world?.close();
  await database?.drop();
});

test('no request fails while everything is changed, rolled back and broken, and no answer is of two generations', () => {
  expect(result.failed).toEqual([]);
  expect(result.mixed).toEqual([]);
  expect(result.answers.sent).toBeGreaterThan(50);
});

test('a storm of publications makes few generations, and the last is served', () => {
  expect(result.builtInStorm).toBeGreaterThan(0);
  expect(result.builtInStorm).toBeLessThan(10);
});
