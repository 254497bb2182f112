// The chain in Postgres: what gateways deliver is taken once and in order, nothing of it can be changed without being found, and
// the questions that auditors ask are answered from an index.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entryHash, firstHash, sha256 } from '../../../kit/audit-chain.ts';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { createDatabase, type Database } from '../../../kit/postgres.ts';
import { type LineEnd, nextLine } from '../../../kit/spooled-lines.ts';
import { whoSaw, whoSawEntity } from '../../../subgraphs/metadata/audit/queries.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../metadata/two-domains.ts';

const auditor: Caller = { ...anonymous, subject: 'auditor', scopes: new Set(['gordian:audit:read']) };
let metadata: MetadataUnderTest;
/** As whoever owns the server: nothing but the chain is in the way. */
let superuser: Database;
let instances = 0;
let instance: string;

beforeAll(async () => {
  metadata = await startMetadata();
  superuser = createDatabase({ url: metadata.database.administratorUrl, applicationName: 'tamper' });
});
afterAll(async () => {
  await superuser?.close();
  await metadata?.close();
});
beforeEach(() => {
  instance = `gateway-${++instances}`;
});

const decisions = (shown: readonly string[], inputs?: readonly string[]) => {
  const content = JSON.stringify({
    kind: 'query',
    operation: 'People',
    inputs,
    shown,
    byRow: {},
    masked: { 'Person.phone': {} },
    denied: {},
  });
  return { hash: sha256(content), record: `{"kind":"decisions","hash":"${sha256(content)}","content":${content}}` };
};
const operation = (id: string, more: object = {}) =>
  JSON.stringify({ kind: 'operation', at: '2026-03-01T12:00:00.000Z', id, actor: 'ann', outcome: 'answered', ...more });

/** Lines that follow on each other. */
function spool(records: readonly string[], after: LineEnd = { seq: 0, hash: firstHash }): string[] {
  let end = after;
  return records.map((record) => {
    const line = nextLine(end, record);
    end = line;
    return line.text;
  });
}

async function deliver(lines: readonly string[], more = '') {
  const { status, body } = await metadata.send<{ head: LineEnd; isHeadKnown: boolean }>(
    'POST',
    `/audit/events?instance=${instance}${more}`,
    {
      token: await metadata.token('gordian:audit:write'),
      text: lines.map((line) => `${line}\n`).join(''),
      headers: { 'content-type': 'application/x-ndjson' },
    },
  );
  return { status, ...body };
}

async function auditedIds(): Promise<string[]> {
  const rows = await metadata.database.query<{ id: string }>(
    'SELECT request_id AS id FROM audit WHERE source = $1 AND request_id IS NOT NULL ORDER BY seq',
    [instance],
  );
  return rows.map(({ id }) => id);
}

async function verify(from = 1, to = 100_000) {
  const { data } = await metadata.queryAs(
    auditor,
    `{ verifyAudit(from: ${from}, to: ${to}) { ok firstBadSeq problem to } }`,
  );
  return data.verifyAudit;
}

describe('a delivery', () => {
  test('is taken once, however often it is sent', async () => {
    const lines = spool([operation('a'), operation('b'), operation('c')]);
    expect((await deliver(lines.slice(0, 2))).status).toBe(200);
    expect((await deliver(lines.slice(0, 2))).status).toBe(200);
    expect((await deliver(lines)).status).toBe(200);
    expect(await auditedIds()).toEqual(['a', 'b', 'c']);
  });

  test('of the same lines by many at once is taken once', async () => {
    const lines = spool(Array.from({ length: 50 }, (_, index) => operation(`many-${index}`)));
    await Promise.all(Array.from({ length: 5 }, () => deliver(lines)));
    expect(new Set(await auditedIds()).size).toBe(50);
    expect(await auditedIds()).toHaveLength(50);
  });

  test('during which the database ends every connection is taken once, when it is sent again', async () => {
    const lines = spool(Array.from({ length: 500 }, (_, index) => operation(`ended-${index}`)));
    const sending = deliver(lines);
    await superuser.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await sending;
    await expect.poll(async () => (await deliver(lines)).status, { timeout: 20_000 }).toBe(200);
    expect(new Set(await auditedIds()).size).toBe(500);
    expect(await auditedIds()).toHaveLength(500);
  });

  test('that lacks lines before it is not taken, and comes after them', async () => {
    const lines = spool([operation('first'), operation('second')]);
    expect((await deliver(lines.slice(1))).status).toBe(409);
    expect(await auditedIds()).toEqual([]);
    await deliver(lines);
    expect(await auditedIds()).toEqual(['first', 'second']);
  });

  test('after a loss is taken, and the audit says what is lost', async () => {
    const lines = spool([operation('lost'), operation('lost too'), operation('here')]);
    expect((await deliver(lines.slice(2), '&afterLoss=true')).status).toBe(200);
    const [lost] = await metadata.database.query(
      `SELECT payload FROM audit WHERE action = 'audit.lost' AND target = $1`,
      [`gordian:gateway:${instance}`],
    );
    expect(lost!.payload).toEqual({ instance, from: 1, to: 2 });
    expect(await auditedIds()).toEqual(['here']);
  });

  test.each([
    ['changed', (line: string) => line.replace('"ann"', '"eve"')],
    ['torn', (line: string) => line.slice(0, 50)],
    ['another place', (line: string) => line.replace('"seq":2', '"seq":3')],
  ])('whose second line is %s is taken up to there', async (_name, alter) => {
    const [first, second, third] = spool([operation('x'), operation('y'), operation('z')]);
    expect((await deliver([first!, alter(second!), third!])).status).toBe(422);
    expect(await auditedIds()).toEqual(['x']);
  });

  test.each(['null', '[]', '{"id": no JSON}'])('whose second record is %s is taken up to there', async (record) => {
    const lines = spool([operation('x'), record, operation('z')]);
    expect((await deliver(lines)).status).toBe(422);
    expect(await auditedIds()).toEqual(['x']);
  });

  test('needs the scope of gateways', async () => {
    const answer = await metadata.send('POST', '/audit/events?instance=x', {
      token: await metadata.token('gordian:supergraph:read'),
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    '{"kind":"from the future","id":"new \\u0000"}',
    '{"kind":"constructor"}',
    '{"kind":"operation","outcome":"answered","actor":"half \\ud800","client":"half \\udc00","issuer":"\\ud800"}',
    '{"kind":"operation","at":"+200000-01-01T00:00:00Z","actor":3,"outcome":null,"decisions":[],"entities":"none"}',
    '{"kind":"decisions","hash":"none","content":null}',
    '{}',
  ])('of the record %s, which nobody knows, is kept as it is', async (record) => {
    await deliver(spool([record, operation('after')]));
    expect(await auditedIds()).toContain('after');
  });
});

describe('the chain', () => {
  test('is whole after all that, registrations included', async () => {
    await metadata.register([...twoDomains(), metadataFolder()]);
    expect(await verify()).toMatchObject({ ok: true, firstBadSeq: null, problem: null });
    const { data } = await metadata.queryAs(
      auditor,
      '{ auditEvents(filter: { action: "registry.published" }) { nodes { actor target payload } } }',
    );
    expect(data.auditEvents.nodes).toMatchObject([{ actor: 'pipeline' }]);
  });

  test.each([
    ['UPDATE', `UPDATE audit SET actor = 'nobody'`],
    ['DELETE', 'DELETE FROM audit'],
    ['TRUNCATE', 'TRUNCATE audit'],
    ['UPDATE of a decision set', `UPDATE audit_decision_set SET content = '{}'`],
    ['DELETE of a sighting', 'DELETE FROM audit_entity'],
    ['TRUNCATE of what sets show', 'TRUNCATE audit_set_coordinate'],
    ['DELETE of the head', 'DELETE FROM audit_head'],
  ])('refuses %s, whoever asks', async (_name, statement) => {
    await expect(superuser.query(statement)).rejects.toMatchObject({ details: { sqlState: 'P0001' } });
  });

  const tampering: readonly (readonly [string, string])[] = [
    ['an actor', `UPDATE audit SET actor = 'nobody' WHERE seq = $1`],
    ['an issuer', `UPDATE audit SET issuer = 'https://other.test' WHERE seq = $1`],
    ['an issuer, which is gone', `UPDATE audit SET issuer = '' WHERE seq = $1`],
    ['a client', `UPDATE audit SET client = 'other' WHERE seq = $1`],
    ['a client, which is gone', `UPDATE audit SET client = '' WHERE seq = $1`],
    ['a time', `UPDATE audit SET at = at + interval '1 hour' WHERE seq = $1`],
    ['a payload', `UPDATE audit SET payload = '{}' WHERE seq = $1`],
    ['what was shown', `UPDATE audit SET shown = 1 WHERE seq = $1`],
    ['an entry, hash and all', `UPDATE audit SET actor = 'nobody', hash = sha256('x') WHERE seq = $1`],
    ['a whole entry, which is gone', 'DELETE FROM audit WHERE seq = $1'],
  ];
  test.each(tampering)('tells where somebody with all rights has altered %s', async (_name, statement) => {
    const caller = { issuer: 'https://one.test', client: 'shop' };
    const operations = ['p', 'q', 'r'].map((id) => operation(id, caller));
    await deliver(spool([decisions(['Person.name']).record, ...operations]));
    const [row] = await metadata.database.query<{ seq: number }>(
      `SELECT seq FROM audit WHERE source = $1 AND request_id = 'q'`,
      [instance],
    );
    const { seq } = row!;
    await tampered(statement, [seq], async () => {
      expect(await verify()).toMatchObject({ ok: false, firstBadSeq: seq });
    });
    expect(await verify()).toMatchObject({ ok: true });
  });

  test('tells that its end was cut off', async () => {
    const { seq } = (await deliver(spool([operation('cut')]))).head;
    await tampered('DELETE FROM audit WHERE seq = $1', [seq], async () => {
      expect(await verify()).toMatchObject({ ok: false, firstBadSeq: seq });
    });
  });

  test('tells that its end was cut off and the head moved back, by what a gateway remembers', async () => {
    const lines = spool([operation('kept'), operation('gone'), operation('next')]);
    await deliver(lines.slice(0, 1));
    const { head } = await deliver(lines.slice(0, 2));
    await asOwner('DELETE FROM audit WHERE seq = $1', [head.seq]);
    await asOwner('UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)', []);
    expect(await verify()).toMatchObject({ ok: true });
    const answer = await deliver(lines.slice(2), `&head=${head.seq}:${head.hash}`);
    expect(answer).toMatchObject({ status: 200, isHeadKnown: false });
    const [told] = await metadata.database.query(`SELECT payload FROM audit WHERE action = 'audit.tampered'`);
    expect(told!.payload).toMatchObject({ toldBy: instance, ...head });
  });

  test('is whole where entries and sets are older than the columns that searches read', async () => {
    await deliver(
      spool([decisions(['Person.age'], ['PersonFilter.age']).record, operation('old', { client: 'shop' })]),
    );
    await tampered(`UPDATE audit SET client = '', issuer = ''`, [], async () => {
      await asOwner('UPDATE audit_decision_set SET operation = NULL', []);
      await asOwner(`DELETE FROM audit_set_coordinate WHERE verdict = 'used'`, []);
      expect(await verify()).toMatchObject({ ok: true, problem: null });
    });
  });

  const { hash } = decisions(['Person.email'], ['PersonFilter.email']);
  const ofSet = `FROM audit_decision_set AS altered WHERE altered.hash = decode($1, 'hex') AND decision_set = altered.id`;
  test.each([
    ['a decision set', `UPDATE audit_decision_set SET content = '{"shown":[]}' WHERE hash = decode($1, 'hex')`],
    ['its operation', `UPDATE audit_decision_set SET operation = 'Pets' WHERE hash = decode($1, 'hex')`],
    ['its operation, which is gone', `UPDATE audit_decision_set SET operation = NULL WHERE hash = decode($1, 'hex')`],
    ['a verdict', `UPDATE audit_set_coordinate SET verdict = 'denied' ${ofSet} AND coordinate = 'Person.email'`],
    [
      'a coordinate',
      `UPDATE audit_set_coordinate SET coordinate = 'Person.pet' ${ofSet} AND coordinate = 'Person.email'`,
    ],
    [
      'an input, which is gone',
      `DELETE FROM audit_set_coordinate ${ofSet.replace('FROM', 'USING')} AND coordinate = 'PersonFilter.email'`,
    ],
  ])('tells that somebody has altered %s', async (_name, statement) => {
    await deliver(
      spool([
        decisions(['Person.name'], ['PersonFilter.name']).record,
        decisions(['Person.email'], ['PersonFilter.email']).record,
      ]),
    );
    await tampered(statement, [hash], async () => {
      const found = await verify();
      expect(found).toMatchObject({ ok: false, firstBadSeq: null });
      expect(found.problem).toContain(hash);
    });
    expect(await verify()).toMatchObject({ ok: true });
  });
});

/** Makes a change that the triggers would refuse, sees what comes of it, and takes it back. */
async function tampered(statement: string, values: readonly unknown[], see: () => Promise<void>): Promise<void> {
  const tables = ['audit', 'audit_decision_set', 'audit_set_coordinate'];
  for (const table of tables) await superuser.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  await asOwner(statement, values);
  try {
    await see();
  } finally {
    for (const table of tables) {
      await asOwner(`DELETE FROM ${table}`, []);
      await superuser.query(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`);
      await superuser.query(`DROP TABLE kept_${table}`);
    }
  }
}

async function asOwner(statement: string, values: readonly unknown[]): Promise<void> {
  await superuser.transaction(async (transaction) => {
    await transaction.query(`SET LOCAL session_replication_role = 'replica'`);
    await transaction.query(statement, values);
  });
}

describe('an export', () => {
  test('can be checked by whoever has it, and says where it ends', async () => {
    const answer = await metadata.send<string>('GET', '/audit/export', {
      token: await metadata.token('gordian:audit:read'),
    });
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    let previous = firstHash;
    for (const { entry } of lines.filter((line) => line.entry)) {
      const { hash, prevHash, ...rest } = entry;
      expect(entryHash(previous, rest), `entry ${entry.seq}`).toBe(hash);
      previous = prevHash && hash;
    }
    expect(lines.at(-1).end.head.hash).toBe(previous);
  });

  test('needs the scope of auditors', async () => {
    const token = await metadata.token('gordian:audit:write');
    expect((await metadata.send('GET', '/audit/export', { token })).status).toBe(403);
  });
});

describe('who saw', () => {
  const span = { from: new Date('2020-01-01'), to: new Date('2100-01-01'), limit: 10 };

  /** The plan of the statement that a question sends, on tables that are large enough to matter. */
  async function planOf(ask: (database: Pick<Database, 'query'>) => Promise<unknown>): Promise<string> {
    let plan = '';
    await ask({
      query: async (text: string, values?: readonly unknown[]) => {
        const rows = await metadata.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
        plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        return [];
      },
    });
    return plan;
  }

  test('is answered from indexes alone', async () => {
    await metadata.database.query('ANALYZE audit, audit_entity, audit_set_coordinate');
    await metadata.database.query('SET enable_seqscan = off');
    const plans = [
      await planOf((database) => whoSaw(database, { ...span, coordinate: 'Person.name' })),
      await planOf((database) => whoSawEntity(database, { ...span, entity: 'ab'.repeat(16) })),
    ];
    for (const plan of plans) {
      expect(plan).toMatch(/Index (Only )?Scan/);
      expect(plan).not.toMatch(/Seq Scan/);
    }
  });

  test('tells who asked by an input, which is shown to nobody', async () => {
    const { hash, record } = decisions(['Person.name'], ['PersonFilter.email']);
    await deliver(spool([record, operation('f1', { decisions: hash })]));
    expect(await whoSaw(metadata.database, { ...span, coordinate: 'PersonFilter.email' })).toMatchObject([
      { actor: 'ann', verdict: 'used' },
    ]);
  });

  test('tells people apart who are called alike at two issuers, whatever they saw of it', async () => {
    const { hash, record } = decisions(['Person.shoeSize']);
    const entity = 'ef'.repeat(16);
    const seen = (id: string, at: string, more: object) =>
      operation(id, { at, decisions: hash, entities: [entity], ...more });
    await deliver(
      spool([
        record,
        seen('i1', '2026-03-01T12:00:00.000Z', { issuer: 'https://one.test' }),
        seen('i2', '2026-03-02T12:00:00.000Z', { issuer: 'https://two.test' }),
        seen('i3', '2026-03-03T12:00:00.000Z', { issuer: 'https://one.test' }),
        seen('i4', '2026-03-04T12:00:00.000Z', {}),
      ]),
    );
    const expected = [
      [null, '2026-03-04', '2026-03-04'],
      ['https://one.test', '2026-03-01', '2026-03-03'],
      ['https://two.test', '2026-03-02', '2026-03-02'],
    ];
    for (const rows of [
      await whoSaw(metadata.database, { ...span, coordinate: 'Person.shoeSize' }),
      await whoSawEntity(metadata.database, { ...span, entity }),
    ])
      expect(
        rows.map(({ issuer, firstAt, lastAt }) => [
          issuer,
          ...[firstAt, lastAt].map((at) => at.toISOString().slice(0, 10)),
        ]),
      ).toEqual(expected);
  });

  test('counts what was shown, and not what was only refused, and keeps to its span of time', async () => {
    const { hash, record } = decisions(['Account.iban']);
    await deliver(
      spool([
        record,
        operation('s1', { decisions: hash, entities: ['ab'.repeat(16)] }),
        operation('s2', { decisions: hash, actor: 'bob', outcome: 'refused', entities: ['ab'.repeat(16)] }),
        operation('s3', { decisions: hash, at: '2026-04-01T00:00:00.000Z' }),
      ]),
    );
    const database = metadata.database;
    const march = { from: new Date('2026-03-01'), to: new Date('2026-03-31'), limit: 10 };
    expect(await whoSaw(database, { ...march, coordinate: 'Account.iban' })).toEqual([
      {
        actor: 'ann',
        issuer: null,
        verdict: 'shown',
        firstAt: new Date('2026-03-01T12:00:00.000Z'),
        lastAt: new Date('2026-03-01T12:00:00.000Z'),
      },
    ]);
    expect(await whoSaw(database, { ...march, to: new Date('2026-03-01'), coordinate: 'Account.iban' })).toEqual([]);
    expect(await whoSawEntity(database, { ...march, entity: 'ab'.repeat(16) })).toMatchObject([{ actor: 'ann' }]);
  });
});
