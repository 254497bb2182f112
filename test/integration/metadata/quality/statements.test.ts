// The statements that run often stay fast among many products: none reads a large table from end to end.
import { afterAll, beforeAll, test } from 'vitest';
import {
  checkPagesOfProducts,
  checksOfProducts,
  claimChecks,
  requestRun,
} from '../../../../subgraphs/metadata/quality/queries/checks.ts';
import { resultsOfChecks } from '../../../../subgraphs/metadata/quality/queries/results.ts';
import { recordResults } from '../../../../subgraphs/metadata/quality/record-results.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  const fill = (statement: string) => metadata.database.query(statement);
  await fill(`INSERT INTO team (id, name) VALUES ('t', 'T')`);
  await fill(`INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'D', 't')`);
  await fill(`INSERT INTO product (urn, name, domain, owner_team, kind, status)
    SELECT 'gordian:product:d/p' || n, 'p', 'd', 't', 'SOURCE_ALIGNED', 'ACTIVE' FROM generate_series(1, 11000) AS n`);
  await fill(`INSERT INTO quality_check (product_id, rule, element, type, engine, expectation, schedule, definition, due_at)
    SELECT product.id, 'r' || n, 'T', 'sql', 'gordian', 'is fine', 'PT1H', '{}', '2026-01-01'
    FROM product, generate_series(1, 2) AS n`);
  await fill(`INSERT INTO quality_result (check_id, at, outcome, stale_at, reported_by)
    SELECT id, '2026-01-01'::timestamptz + n * interval '1 hour', 'PASS', '2027-01-01', 'x'
    FROM quality_check, generate_series(1, 2) AS n`);
  await fill('ANALYZE');
});
afterAll(() => metadata.close());

test('what is due is claimed, shown and recorded by the index', async () => {
  const { database, clock } = metadata;
  const now = clock.now();
  await expectNoSequentialScan(database, async () => {
    const claim = { productUrns: ['gordian:product:d/p7'], now, leasedUntil: now, limit: 5 };
    await claimChecks(database, claim);
    await checksOfProducts(database, [7, 8]);
    await checkPagesOfProducts(database, [7, 8], { first: 2, limit: 3, after: null }, []);
    await database.transaction((transaction) => requestRun(transaction, 7, now));
    await resultsOfChecks(database, [7, 8], 20);
    const result = {
      check: 'd/p7#r1',
      outcome: 'PASS' as const,
      observed: 0,
      failedRows: 0,
      detail: null,
      at: null,
      runId: null,
    };
    await database.transaction((transaction) => recordResults(transaction, [result], { reportedBy: 'x', now }));
  });
});
