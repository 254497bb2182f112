// What gateways ask every second or two is about all products, but not about all that they ever reported: it goes by indexes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { createStandingFeed } from '../../../../subgraphs/metadata/standing/standing-feed.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';

const products = 2_000;
let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  const fill = (statement: string) => metadata.database.query(statement);
  await fill(`INSERT INTO team (id, name) VALUES ('t', 'T')`);
  await fill(`INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'D', 't')`);
  await fill(`INSERT INTO product (urn, name, domain, owner_team, kind, status)
    SELECT 'gordian:product:d/p' || n, 'p', 'd', 't', 'SOURCE_ALIGNED', 'ACTIVE' FROM generate_series(1, ${products}) AS n`);
  await fill('INSERT INTO contract (product_id) SELECT id FROM product');
  await fill(`INSERT INTO contract_version (contract_id, version, ord, status, odcs_raw, content_hash, sdl, sdl_hash,
      source_revision, registered_by, registered_at)
    SELECT id, '1.0.0', 1, 'ACTIVE', '', sha256(id::text::bytea), '', '', 'r', 'x', now() FROM contract`);
  await fill(`UPDATE contract SET current_version = '1.0.0'`);
  await fill(`INSERT INTO sla (product_id, name, kind, element, threshold, unit, threshold_seconds, target, window_text, window_seconds)
    SELECT id, 'fresh', 'FRESHNESS', 'T.at', 15, 'm', 900, 1, 'P30D', 2592000 FROM product`);
  await fill(`INSERT INTO watermark_report (product_id, element, reported_at) SELECT id, '', now() FROM product`);
  await fill(`INSERT INTO watermark (product_id, element, arrived_at, event_time, reported_by)
    SELECT id, '', now() - n * interval '1 minute', now() - n * interval '1 minute', 'x' FROM product, generate_series(1, 30) AS n`);
  await fill(`INSERT INTO incident (product_id, dedupe, severity, title, state, opened_at, resolved_at)
    SELECT id, 'i' || id || '-' || n, 'MINOR', 't', 'RESOLVED', now(), now() FROM product, generate_series(1, 10) AS n`);
  await fill('ANALYZE');
}, 60_000);
afterAll(() => metadata.close());

test('how all products stand is read without reading all that was ever reported', async () => {
  const { database } = metadata;
  await expectNoSequentialScan(database, async () => {
    const { products: told } = await createStandingFeed(database, systemClock)();
    expect(told).toHaveLength(products);
    expect(told[0]).toMatchObject({
      openIncidents: 0,
      freshness: [
        { element: '', newest: expect.any(String) },
        { element: 'T.at', promiseSeconds: 900, newest: expect.any(String) },
      ],
    });
  });
});
