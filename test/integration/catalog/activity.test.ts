// The demo's activity in the catalog: it keeps to the rules that hold for everyone, and to the contract.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activity } from '../../../subgraphs/catalog/activity.ts';
import { watermark } from '../../../subgraphs/catalog/queries.ts';
import { watermarks } from '../../../subgraphs/catalog/watermarks.ts';
import { sqlRuleResults } from '../../support/contract-rules.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openCatalog } from './catalog-domain.ts';

let catalog: DomainUnderTest;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.drop());

const asPromised = {
  'costs-are-known': { found: expect.stringMatching(/^0\.0+$/), promised: 1 },
  'prices-cover-their-cost': { found: 0, promised: 0 },
  'the-newest-period-is-the-price': { found: 0, promised: 0 },
};

test('the seed keeps what the contract promises in SQL', async () => {
  expect(await sqlRuleResults(catalog.database, 'subgraphs/catalog/contract.yaml')).toEqual(asPromised);
});

test('twenty steps move prices and the watermark, and break no promise', async () => {
  const before = await watermark(catalog.database);
  for (let step = 0; step < 20; step += 1) await activity({ database: catalog.database, now: new Date() });
  const [reported] = await watermarks(catalog.database);
  expect(reported!.product).toBe('catalog/product-catalog');
  expect(reported!.eventTime.getTime()).not.toBe(before!.getTime());
  expect(await sqlRuleResults(catalog.database, 'subgraphs/catalog/contract.yaml')).toEqual(asPromised);
});
