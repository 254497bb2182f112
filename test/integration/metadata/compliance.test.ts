// `gordian report compliance` on a real metadata service: its numbers are worked out again from the raw tables of the audit, and whoever
// may not read the audit gets no report.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complianceHtml } from '../../../cli/compliance/compliance-html.ts';
import type { ComplianceReport } from '../../../cli/compliance/compliance-report.ts';
import { firstHash, sha256 } from '../../../kit/audit-chain.ts';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { nextLine } from '../../../kit/spooled-lines.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { runGordian } from '../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata, steward } from './metadata-under-test.ts';
import { twoDomains } from './two-domains.ts';

const officer: Caller = {
  ...anonymous,
  subject: 'officer',
  client: 'playground',
  scopes: new Set(['gordian:audit:read', 'gordian:security']),
};
const callers: Readonly<Record<string, Caller>> = { officer, steward };
const folder = mkdtempSync(join(tmpdir(), 'gordian-compliance-'));
let metadata: MetadataUnderTest;
/** A gateway as far as the prompt can tell: the token says who asks. */
let gateway: HttpStub;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register(twoDomains())).status).toBe(200);
  await deliver([
    ...seen(['Person.name', 'Person.region'], {}, ['ann', 'bob', 'ann', '<b>eve</b>']),
    ...seen(['Person.region'], { 'Person.name': {} }, ['bob', 'cid']),
    ...seen(['Person.region'], {}, ['dan']),
    ...Array.from({ length: 120 }, (_, index) => seen(['Person.name'], {}, [`user ${index}`])).flat(),
  ]);
  gateway = await startHttpStub(async ({ body, headers }) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    const caller = callers[headers.authorization!.replace('Bearer ', '')]!;
    return { status: 200, body: await metadata.queryAs(caller, query, variables) };
  });
});
afterAll(async () => {
  await Promise.all([gateway.close(), metadata.close()]);
  rmSync(folder, { recursive: true });
});

let operations = 0;

function seen(shown: readonly string[], masked: object, actors: readonly string[]): string[] {
  const content = JSON.stringify({ kind: 'query', shown, byRow: {}, masked, denied: {} });
  const at = (minute: number) => new Date(Date.now() - 86_400_000 + minute * 60_000).toISOString();
  return [
    `{"kind":"decisions","hash":"${sha256(content)}","content":${content}}`,
    ...actors.map((actor) => {
      operations += 1;
      const id = `op-${operations}`;
      return JSON.stringify({
        kind: 'operation',
        at: at(operations),
        id,
        actor,
        outcome: 'answered',
        decisions: sha256(content),
      });
    }),
  ];
}

async function deliver(records: readonly string[]): Promise<void> {
  let end = { seq: 0, hash: firstHash };
  const lines = records.map((record) => {
    const line = nextLine(end, record);
    end = line;
    return line.text;
  });
  const { status } = await metadata.send('POST', '/audit/events?instance=gateway-1', {
    token: await metadata.token('gordian:audit:write'),
    text: lines.map((line) => `${line}\n`).join(''),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(status).toBe(200);
}

const report = (token: string, ...more: string[]) =>
  runGordian(['report', 'compliance', '--tag', 'pii', '--url', gateway.url, '--token', token, ...more]);

/** Straight from what gateways delivered, without the tables that answer whoSaw. */
async function sightingsInRawAudit(coordinate: string): Promise<Set<string>> {
  const rows = await metadata.database.query<{ actor: string; content: { shown: string[]; masked: object } }>(
    `SELECT actor, content FROM audit JOIN audit_decision_set AS decided ON decided.hash = decode(payload::json ->> 'decisions', 'hex')
     WHERE action = 'operation.answered'`,
  );
  return new Set(
    rows.flatMap(({ actor, content }) => {
      if (content.shown.includes(coordinate)) return [`${actor} SHOWN`];
      return coordinate in content.masked ? [`${actor} MASKED`] : [];
    }),
  );
}

test('its numbers are those of the raw audit, and it says where the values come from', async () => {
  const { stdout, exitCode } = await report('officer', '--format', 'json');
  const { fields, numbers } = JSON.parse(stdout) as ComplianceReport;
  expect(exitCode).toBe(0);
  const name = fields.find(({ coordinate }) => coordinate === 'Person.name')!;
  const raw = await sightingsInRawAudit('Person.name');
  expect(new Set(name.sightings.map(({ actor, verdict }) => `${actor} ${verdict}`))).toEqual(raw);
  expect(name.sightings).toHaveLength(raw.size);
  const inClear = new Set([...raw].filter((one) => one.endsWith(' SHOWN')).map((one) => one.replace(' SHOWN', '')));
  const masked = [...raw].filter((one) => one.endsWith(' MASKED')).map((one) => one.replace(' MASKED', ''));
  expect(numbers).toMatchObject({
    fields: fields.length,
    actorsInClear: inClear.size,
    actorsMaskedOnly: masked.filter((actor) => !inClear.has(actor)).length,
  });
  expect([numbers.actorsInClear, numbers.actorsMaskedOnly]).toEqual([123, 1]);
  expect(name).toMatchObject({ product: 'people/persons', owners: ['People data'], moreSightings: false });
  expect(name.columns).toEqual([expect.stringContaining('full_name')]);
});

test('the page needs nothing else, and what others wrote stays text', async () => {
  const file = join(folder, 'report.html');
  const { stderr } = await report('officer', '--out', file);
  const html = readFileSync(file, 'utf8');
  expect(stderr).toContain('123 saw any in clear, 1 masks only');
  expect(html).toContain('&lt;b&gt;eve&lt;/b&gt;');
  expect(html).not.toMatch(/<b>|<script|<link|<img|https?:\/\/(?!www\.w3\.org)[^"<\s]*\.(js|css|png)/);
  const { stdout } = await report('officer', '--format', 'json');
  const hostile = '"><script>alert(1)</script>';
  const { fields, ...rest } = JSON.parse(stdout) as ComplianceReport;
  const attacked = fields.map((field) => ({ ...field, tags: [hostile], owners: [hostile], product: hostile }));
  expect(complianceHtml({ ...rest, tag: hostile, fields: attacked })).not.toContain('<script');
});

test('whoever may not read the audit gets no report, and no name', async () => {
  const refused = report('steward', '--format', 'json');
  await expect(refused).rejects.toThrow(/Query.whoSaw is not open to this caller/);
});
