// A gateway process that is killed again and again under load: what anybody was answered is in the audit, once each.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compiledTree } from '../../support/compiled-tree.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';
import { type AuditedWorld, startAuditedWorld } from './audited-gateway.ts';
import { killGateways } from './kill-gateways.ts';

/** `AUDIT_KILLS=200 npx vitest run --project fast test/integration/audit/killed-gateways.test.ts` takes about ten minutes. */
const kills = Number(process.env.AUDIT_KILLS ?? 4);
const tree = compiledTree();
let metadata: MetadataUnderTest;
let world: AuditedWorld;

beforeAll(async () => {
  metadata = await startMetadata();
  world = await startAuditedWorld(() => metadata.token('gordian:audit:write'));
});
afterAll(async () => {
  await world?.close();
  await metadata?.close();
});

test(
  'every answer of a gateway that is killed under load is in the audit, and none is there twice',
  async () => {
    const { answered, starts } = await killGateways({ tree, metadata, world, kills });
    expect(answered.size).toBeGreaterThan(100);
    const rows = await metadata.database.query<{ id: string }>(
      `SELECT request_id AS id FROM audit WHERE action = 'operation.answered'`,
    );
    const audited = rows.map(({ id }) => id);
    expect([...answered].filter((id) => !audited.includes(id))).toEqual([]);
    expect(new Set(audited).size).toBe(audited.length);
    const sources = await metadata.database.query('SELECT instance FROM audit_source');
    expect(sources.length).toBeLessThanOrEqual(starts);
    expect(await metadata.database.query(`SELECT 1 FROM audit WHERE action = 'audit.lost'`)).toEqual([]);
  },
  60_000 + kills * 15_000,
);
