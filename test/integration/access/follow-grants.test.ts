// Following the metadata service itself: what the gateway knows, until when it believes it, and what it reports.
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { followGrants } from '../../../gateway/grants/follow-grants.ts';
import type { Grants } from '../../../gateway/grants/grants.ts';
import { metadataGrants } from '../../../gateway/grants/grants-source.ts';
import { silentLog } from '../../../kit/log.ts';
import { staff } from '../metadata/access/guarded-domain.ts';
import { ann, lead, type Workflow, workflowOf } from '../metadata/access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';
import { metadataFolder } from '../metadata/two-domains.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';

const patience = { timeout: 15_000, interval: 10 };
const hour = 3_600_000;

let metadata: MetadataUnderTest;
let workflow: Workflow;
let forwarder: Forwarder;

beforeAll(async () => {
  metadata = await startMetadata();
  workflow = workflowOf(metadata);
  await metadata.register([staff(), metadataFolder()]);
  forwarder = await startForwarder(metadata.url);
});
afterAll(async () => {
  await forwarder.close();
  await metadata.close();
});

interface Following {
  readonly pollIntervalMs?: number;
  readonly maxStaleMs?: number;
  /** Of a sign of life that is on its way nobody can say when it arrives. */
  readonly withoutStream?: boolean;
}

/** On the clock of the metadata service, which stands still until it is told to go on. */
function follow({ pollIntervalMs = 20, maxStaleMs = 10_000, withoutStream = false }: Following = {}): Grants {
  forwarder.pass('everything');
  const source = metadataGrants(forwarder.url, () => metadata.token('gordian:grants:read'));
  const grants = followGrants({
    source: withoutStream ? { ...source, versions: () => silence() } : source,
    pollIntervalMs,
    maxStaleMs,
    now: () => metadata.clock.now().getTime(),
    log: silentLog,
  });
  onTestFinished(() => grants.stop());
  return grants;
}

async function* silence(): AsyncGenerator<string> {}

async function granted(duration: string): Promise<string> {
  const { value } = await workflow.ask(ann, { targets: ['Person.grade'], duration });
  const { value: decided } = await workflow.decide(lead, value.id, true);
  return decided.grant.id;
}

const idsIn = (grants: Grants) => grants.of(ann).map(({ id }) => id);
const known = (grants: Grants, id: string) => vi.waitUntil(() => idsIn(grants).includes(id), patience);

test('a grant ends with its time, whoever is asked', async () => {
  const grants = follow({ maxStaleMs: 2 * hour });
  const id = await granted('PT1H');
  await known(grants, id);
  forwarder.pass('nothing');
  metadata.clock.advance(hour - 1);
  expect(idsIn(grants)).toContain(id);
  metadata.clock.advance(1);
  expect(idsIn(grants)).not.toContain(id);
});

test('what nobody confirms is honoured for so long and no longer', async () => {
  const grants = follow({ maxStaleMs: 10_000, withoutStream: true });
  const id = await granted('PT2H');
  await known(grants, id);
  forwarder.pass('nothing');
  metadata.clock.advance(10_000);
  expect(idsIn(grants)).toContain(id);
  metadata.clock.advance(1);
  expect(idsIn(grants)).toEqual([]);
  forwarder.pass('everything');
  await known(grants, id);
});

test('a clock that was set back confirms nothing', async () => {
  const id = await granted('PT3H');
  const grants = follow({ pollIntervalMs: hour, withoutStream: true });
  await known(grants, id);
  metadata.clock.advance(-1);
  expect(idsIn(grants)).toEqual([]);
  metadata.clock.advance(1);
  expect(idsIn(grants)).toContain(id);
});

test('a service that never answers holds nobody back, and holds nothing', async () => {
  forwarder.pass('nothing');
  const grants = followGrants({
    source: metadataGrants('http://127.0.0.1:1', async () => 'token'),
    pollIntervalMs: 20,
    maxStaleMs: 10_000,
    log: silentLog,
  });
  expect(idsIn(grants)).toEqual([]);
  expect(grants.asOf()).toBeNull();
  await grants.stop();
});

test('what was used is reported in the end at the latest', async () => {
  const grants = follow({ pollIntervalMs: hour });
  const id = await granted('PT4H');
  await known(grants, id);
  grants.used([id]);
  await grants.stop();
  const [row] = await metadata.database.query<{ lastUsed: Date; effective: Date }>(
    'SELECT last_used AS "lastUsed", effective_at AS effective FROM access_grant WHERE id = $1',
    [id],
  );
  expect(row).toEqual({ lastUsed: metadata.clock.now(), effective: metadata.clock.now() });
});

test('what could not be reported is reported later', async () => {
  const grants = follow();
  const id = await granted('PT5H');
  await known(grants, id);
  forwarder.pass('nothing');
  grants.used([id]);
  forwarder.pass('everything');
  await vi.waitUntil(async () => {
    const rows = await metadata.database.query('SELECT FROM access_grant WHERE id = $1 AND last_used IS NOT NULL', [
      id,
    ]);
    return rows.length === 1;
  }, patience);
});

test('a stream that names another version is believed by nobody until that is read', async () => {
  const grants = follow({ pollIntervalMs: hour });
  const id = await granted('PT6H');
  await known(grants, id);
  await workflow.revoke(ann, id);
  await vi.waitUntil(() => !idsIn(grants).includes(id), patience);
});
