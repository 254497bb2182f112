// Variants of the graph: what is published, promoted, rolled back and deleted in each, and what the history says of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people, sales } from '../two-domains.ts';
import { caller, changedPeople, check, type Published, publish, withoutNick } from './publishing.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await publish(metadata, [people(), sales()])).body).toMatchObject({ variant: 'prod', registration: 1 });
});
afterAll(() => metadata.close());

interface Told extends Published {
  readonly variant?: string;
  readonly registration?: number;
}

async function send(path: string, body: object, { domains = '*', scope = 'gordian:contract:write', key = '' } = {}) {
  const token = await metadata.token(scope, { domains });
  const headers: Record<string, string> = key === '' ? {} : { 'idempotency-key': key };
  return metadata.send<Told>('POST', `/registry/${path}`, { token, body, headers });
}

async function read<Body>(path: string): Promise<Body> {
  return (await metadata.send<Body>('GET', path, { token: await metadata.token('gordian:supergraph:read') })).body;
}

const supergraph = async (variant: string) =>
  (await read<{ supergraphSdl: string }>(`/registry/supergraph?variant=${variant}`)).supergraphSdl;

interface History {
  readonly registrations: readonly {
    readonly number: number;
    readonly kind: string;
    readonly origin: unknown;
    readonly subgraphs: readonly { readonly name: string; readonly change: string; readonly products: unknown }[];
  }[];
}

const history = async (variant: string, more = '') =>
  (await read<History>(`/registry/registrations?variant=${variant}${more}`)).registrations;

interface Catalogued {
  readonly urn: string;
  readonly status: string;
  readonly version: string;
}

const catalogue = () =>
  metadata.database.query<Catalogued>(
    `SELECT urn, status, current_version AS version FROM product JOIN contract ON contract.product_id = product.id ORDER BY urn`,
  );

/** What the publisher of a pipeline brings, in the words of a test. */
const inDev = { variant: 'dev' };

describe('a variant of its own', () => {
  test('has its own graph, and the catalogue knows nothing of it', async () => {
    const before = await catalogue();
    const { body } = await publish(metadata, [withoutNick('2.0.0')], inDev);
    expect(body).toMatchObject({ status: 'published', variant: 'dev', registration: 1 });
    expect(await supergraph('dev')).not.toContain('nick');
    expect(await supergraph('prod')).toContain('nick');
    expect(await catalogue()).toEqual(before);
  });

  test('tells what would be refused in prod, and refuses only what cannot run', async () => {
    const dev = await check(metadata, [withoutNick('1.0.0')], inDev);
    const prod = await check(metadata, [withoutNick('1.0.0')]);
    const codes = ({ body }: typeof dev) => body.problems!.map(({ code, severity }) => [code, severity]);
    expect([dev.body.ok, prod.body.ok]).toEqual([true, false]);
    expect(codes(prod)).toContainEqual(['CONTRACT_VERSION_EXISTS', 'error']);
    expect(codes(dev)).toContainEqual(['CONTRACT_VERSION_EXISTS', 'warning']);
    const broken = changedPeople('1.0.1', (text) => text.replace('name: String', 'name: Strin'));
    expect((await check(metadata, [broken], inDev)).body.ok).toBe(false);
  });

  test.each(['Prod', '9', 'a_b', 'x'.repeat(32), ''])('cannot be called "%s"', async (variant) => {
    expect((await publish(metadata, [people()], { variant })).status).toBe(400);
  });
});

describe('promoting', () => {
  const promote = (body: object) => send('promote', { from: 'dev', ...body });

  test('is judged in full in the target, and keeps the place where the target runs', async () => {
    const refused = await promote({});
    expect([refused.status, refused.body.code]).toEqual([422, 'CHANGE_NOT_AGREED']);
    const accepted = await promote({ acceptUnknown: true, reason: 'Nobody asks for it.' });
    expect(accepted.body).toMatchObject({ status: 'published', variant: 'prod', registration: 2 });
    expect(await supergraph('prod')).not.toContain('nick');
    const [newest] = await history('prod');
    expect(newest).toMatchObject({ kind: 'PROMOTE', origin: { variant: 'dev', number: 1 } });
    expect(newest!.subgraphs).toEqual([
      {
        name: 'people',
        change: 'CHANGED',
        products: [{ product: 'people/persons', version: '2.0.0', previousVersion: '1.0.0' }],
      },
    ]);
  });

  test('what is new to the target has to say where it is', async () => {
    const nowhere = await promote({ from: 'prod', variant: 'staging' });
    expect(nowhere.status).toBe(400);
    expect(nowhere.body.errors![0]!.message).toContain('say in urls.people the gateway finds it');
    const urls = { people: 'http://127.0.0.1:1/people', sales: 'http://127.0.0.1:1/sales' };
    expect((await promote({ from: 'prod', variant: 'staging', urls })).body).toMatchObject({ registration: 1 });
    expect(await supergraph('staging')).toContain('http://127.0.0.1:1/people');
    expect(await supergraph('prod')).not.toContain('http://127.0.0.1:1/');
  });

  test('what was deleted cannot be promoted, and it is said who deleted it', async () => {
    const deleted = await send('register', { remove: ['sales'], variant: 'staging', sourceRevision: 'gone' });
    expect(deleted.body).toMatchObject({ status: 'published', registration: 2 });
    const { status, body } = await promote({ from: 'staging', subgraphs: ['sales'] });
    expect(status).toBe(404);
    expect(body.errors![0]!.message).toContain('pipeline deleted it with registration 2');
    expect((await history('staging'))[0]).toMatchObject({ kind: 'DELETE', subgraphs: [{ change: 'DELETED' }] });
    // What is not there is not taken away elsewhere.
    expect((await promote({ from: 'staging' })).body).toMatchObject({ status: 'unchanged', registration: 2 });
    expect(await supergraph('prod')).toContain('Sale');
  });
});

describe('rolling back', () => {
  const bytes = async () =>
    metadata.database.query<{ contracts: unknown; sdl: string }>(
      `SELECT contracts, sdl FROM subgraph JOIN registration_subgraph USING (registration_seq)
       WHERE subgraph.variant = 'prod' AND subgraph.name = 'people' AND subgraph = 'people'`,
    );

  test('one subgraph: the bytes of the earlier registration are in force again, and so on back and forth', async () => {
    const expected = { sdl: people().sdl, contracts: people().contracts };
    const back = await send('rollback', { to: 1, subgraph: 'people', reason: 'It broke the shop.' });
    expect(back.body).toMatchObject({ status: 'published', registration: 3 });
    expect(await bytes()).toEqual([expected]);
    expect(await supergraph('prod')).toContain('nick');
    expect(await catalogue()).toContainEqual({
      urn: 'gordian:product:people/persons',
      status: 'ACTIVE',
      version: '1.0.0',
    });
    expect((await send('rollback', { to: 2 })).body).toMatchObject({ registration: 4 });
    expect(await supergraph('prod')).not.toContain('nick');
    expect((await send('rollback', { to: 3 })).body).toMatchObject({ registration: 5 });
    expect(await bytes()).toEqual([expected]);
    expect((await send('rollback', { to: 1 })).body).toMatchObject({ status: 'unchanged', registration: 5 });
    const kinds = (await history('prod')).map(({ number, kind }) => [number, kind]);
    expect(kinds).toEqual([
      [5, 'ROLLBACK'],
      [4, 'ROLLBACK'],
      [3, 'ROLLBACK'],
      [2, 'PROMOTE'],
      [1, 'PUBLISH'],
    ]);
  });

  test('a whole variant: what came since is gone, and what was deleted is back', async () => {
    const deleted = await send('register', { remove: ['people'], variant: 'staging', sourceRevision: 'gone' });
    expect([deleted.status, deleted.body.code]).toEqual([422, 'COMPOSITION_FAILED']);
    expect((await send('rollback', { variant: 'staging', to: 1 })).body).toMatchObject({ registration: 3 });
    expect((await history('staging'))[0]!.subgraphs).toMatchObject([{ name: 'sales', change: 'ADDED' }]);
    expect((await send('rollback', { variant: 'staging', to: 2 })).body).toMatchObject({ registration: 4 });
    expect((await history('staging'))[0]!.subgraphs).toMatchObject([{ name: 'sales', change: 'DELETED' }]);
  });

  test('to where a subgraph was not is refused with what to do', async () => {
    expect((await send('rollback', { to: 99 })).status).toBe(404);
    const { body } = await send('rollback', { variant: 'staging', to: 2, subgraph: 'sales' });
    expect(body.errors![0]!.message).toBe('sales was not in staging after registration 2.');
  });

  test('is checked without being done', async () => {
    const checked = await send('rollback/check', { to: 2 }, { scope: 'gordian:contract:write' });
    expect(checked.body).toMatchObject({ ok: true, products: [{ product: 'people/persons', version: '2.0.0' }] });
    expect((await history('prod'))[0]!.number).toBe(5);
  });
});

describe('deleting in prod', () => {
  test('retires the products, says whom that breaks, and can be undone', async () => {
    const removal = { remove: ['sales'], sourceRevision: 'gone' };
    const refused = await send('register', removal);
    expect([refused.status, refused.body.code]).toEqual([422, 'CHANGE_NOT_AGREED']);
    expect(refused.body.problems![0]!.code).toBe('BREAKING_WITHOUT_TRAFFIC_DATA');
    const accepted = await send('register', { ...removal, acceptUnknown: true, reason: 'Nobody sells any more.' });
    expect(accepted.body).toMatchObject({ status: 'published', registration: 6 });
    expect(await supergraph('prod')).not.toContain('Sale');
    const statusOfSales = async () => (await catalogue()).find(({ urn }) => urn.endsWith('sales/sales'))?.status;
    expect(await statusOfSales()).toBe('RETIRED');
    expect((await send('rollback', { to: 5 })).body).toMatchObject({ status: 'published', registration: 7 });
    expect(await statusOfSales()).toBe('ACTIVE');
    expect(await supergraph('prod')).toContain('Sale');
  });
});

describe('whoever', () => {
  test('has a token of another domain changes nothing, in whichever way', async () => {
    const ofSales = { domains: 'sales finance' };
    const attempts = [
      await publish(metadata, [people('3.0.0')], ofSales),
      await send('register', { remove: ['people'], sourceRevision: 'x' }, ofSales),
      await send('promote', { from: 'prod', ...inDev, subgraphs: ['people'] }, ofSales),
      await send('rollback', { to: 2, subgraph: 'people' }, ofSales),
    ];
    for (const { status, body } of attempts) {
      expect(status).toBe(403);
      expect(body.errors![0]!.message).toContain('its token does not name the domain people');
    }
    expect((await publish(metadata, [people('3.0.0')], { domains: '' })).status).toBe(403);
    expect((await publish(metadata, [people('1.0.1')], { ...inDev, domains: 'people' })).status).toBe(200);
  });

  test('calls the subgraph of others its own by another contract does not get it', async () => {
    const taken = { ...sales(), name: 'people' };
    expect((await publish(metadata, [taken], { ...inDev, domains: 'sales' })).status).toBe(403);
  });

  test.each([
    ['takes over a field', '@override', 'spent: Float', 'spent: Float\n  name: String @override(from: "people")'],
    [
      'takes over a field, by a directive of another name,',
      '{ name: "@override", as: "@move" }',
      'spent: Float',
      'spent: Float\n  name: String @move(from: "people")',
    ],
    ['hides a field', '@inaccessible', '  id: ID!\n  region', '  id: ID! @inaccessible\n  region'],
  ])('%s of another domain with its own token alone is refused', async (_, imported, from, to) => {
    const { sdl, contracts, ...folder } = sales('1.4.0');
    const name = imported.startsWith('{') ? imported : `"${imported}"`;
    const changed = {
      ...folder,
      sdl: sdl.replace('"@requires"]', `"@requires", ${name}]`).replace(from, to),
      contracts: contracts.map(({ file, text }) => ({ file, text: text.replace('{ name: spent,', spentAndName(to)) })),
    };
    const publishing = { variant: 'staging', reason: 'agreed', acceptUnknown: true };
    await publish(metadata, [sales()], publishing);
    const refused = await publish(metadata, [changed], { ...publishing, domains: 'sales' });
    expect([refused.status, refused.body.errors?.[0]?.message]).toEqual([
      403,
      expect.stringContaining('its token does not name the domain people'),
    ]);
    expect((await publish(metadata, [changed], { ...publishing, domains: 'sales people' })).status).toBe(200);
    const again = { ...changed, sdl: `# The same.\n${changed.sdl}` };
    expect((await publish(metadata, [again], { ...publishing, domains: 'sales' })).status).toBe(200);
  });

  test('would take something from others hears of it in a check', async () => {
    const { sdl, ...folder } = sales('1.5.0');
    const imported = sdl.replace('"@requires"]', '"@requires", "@inaccessible"]');
    const taking = { ...folder, sdl: imported.replace('  id: ID!\n  region', '  id: ID! @inaccessible\n  region') };
    await publish(metadata, [people('1.0.0'), sales()], { variant: 'trial' });
    const { body } = await check(metadata, [taking], { variant: 'trial' });
    expect(body.problems).toContainEqual(
      expect.objectContaining({
        code: 'TAKES_FROM_ANOTHER',
        file: 'subgraphs/sales/schema.graphql',
        message: 'This takes from the subgraph people, which is not changed: Person.id would have @inaccessible.',
        fix: expect.stringContaining('agree on it with People data (domain people)'),
      }),
    );
  });

  test('takes a field from a subgraph that is not there is refused', async () => {
    const { sdl, ...folder } = sales('1.6.0');
    const imported = sdl.replace('"@requires"]', '"@requires", "@override"]');
    const early = { ...folder, sdl: imported.replace('spent: Float', 'spent: Float @override(from: "ledger")') };
    const { status, body } = await publish(metadata, [early], { variant: 'trial' });
    expect([status, body.code, body.problems![0]]).toEqual([
      422,
      'COMPOSITION_FAILED',
      expect.objectContaining({ code: 'OVERRIDE_OF_NOBODY', line: 7 }),
    ]);
  });

  test('may not change what nobody can tell the owner of, but for a token of all domains', async () => {
    const unreadable = { variant: 'unread' };
    await publish(metadata, [people()], unreadable);
    await metadata.database.query(
      `UPDATE registration_subgraph SET contracts = '[{ "file": "contract.yaml", "text": "kind: [" }]'::json WHERE variant = 'unread'`,
    );
    const refused = await publish(metadata, [people('1.0.1')], { ...unreadable, domains: 'people' });
    expect([refused.status, refused.body.errors![0]!.message]).toEqual([
      403,
      expect.stringContaining('nobody can tell whose it is, because contract.yaml, which is in force, cannot be read'),
    ]);
    expect((await publish(metadata, [people('1.0.1')], unreadable)).status).toBe(200);
  });

  test('has seen an earlier registration is told what came since', async () => {
    const late = await publish(metadata, [people('1.0.2')], { ...inDev, onTopOf: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'CONFLICT']);
    expect(late.body.message).toContain('dev is at registration 2, by pipeline from abc123');
    expect((await publish(metadata, [people('1.0.2')], { ...inDev, onTopOf: 2 })).status).toBe(200);
  });

  test('asks again with the same key gets the first answer, for every kind of change', async () => {
    const key = { key: 'rollback-of-a-monday' };
    const answers = await Promise.all([1, 2, 3].map(() => send('rollback', { to: 2, reason: 'again' }, key)));
    expect(new Set(answers.map(({ body }) => body.registration))).toEqual(new Set([8]));
    expect((await send('rollback', { to: 1, reason: 'other' }, key)).status).toBe(409);
    expect((await history('prod'))[0]!.number).toBe(8);
  });
});

describe('in the graph', () => {
  const scopes = new Set(['gordian:contract:write']);
  const ada = caller('ada', { scopes, claims: { groups: ['people-data'] } });
  const service = caller('service|sales', { scopes, roles: new Set(['service']), claims: { domains: 'sales' } });
  const promoting = `mutation Promote($input: PromoteSubgraphsInput!) { promoteSubgraphs(input: $input) {
    ok published registration problems { code } summaryMarkdown } }`;
  const input = { from: 'prod', variant: 'dev', subgraphs: ['people'], reason: 'as in prod' };

  test('people change what their teams answer for, pipelines what their tokens name, both on record', async () => {
    const dry = await metadata.queryAs(ada, promoting, { input: { ...input, dryRun: true } });
    expect(dry.data.promoteSubgraphs).toMatchObject({ ok: true, published: false, registration: null });
    const others = caller('joe', { scopes, claims: { groups: ['sales-data'] } });
    const codeOf = async (who: typeof ada, more = {}) =>
      (await metadata.queryAs(who, promoting, { input: { ...input, ...more } })).errors?.at(0)?.extensions?.code;
    expect(await codeOf(others)).toBe('NOT_AN_APPROVER');
    expect(await codeOf(service)).toBe('FORBIDDEN');
    expect(await codeOf(ada, { force: true })).toBe('FORBIDDEN');
    expect(await codeOf(ada, { onTopOf: 1 })).toBe('CONFLICT');
    const done = await metadata.queryAs(ada, promoting, { input });
    expect(done.data.promoteSubgraphs).toMatchObject({ ok: true, published: true, registration: 4 });
    const [audited] = await metadata.database.query(
      `SELECT actor, payload FROM audit WHERE action = 'registry.published' ORDER BY seq DESC LIMIT 1`,
    );
    const payload = { variant: 'dev', registration: 4, kind: 'PROMOTE', reason: 'as in prod', subgraphs: ['people'] };
    expect(audited).toMatchObject({ actor: 'ada', payload });
  });

  test('a rollback and a deletion are told in the history, page by page', async () => {
    const roll = `mutation { rollBackSubgraphs(input: { variant: "dev", to: 3, subgraph: "people" }) { published registration } }`;
    expect((await metadata.queryAs(ada, roll)).data.rollBackSubgraphs).toEqual({ published: true, registration: 5 });
    const remove = `mutation { deleteSubgraphs(input: { variant: "dev", subgraphs: ["people"], sourceRevision: "x" }) { ok problems { code } } }`;
    expect((await metadata.queryAs(ada, remove)).data.deleteSubgraphs).toEqual({
      ok: false,
      problems: [{ code: 'NO_SUBGRAPHS' }],
    });
    const page = `query Page($after: String) { registrations(variant: "dev", first: 2, after: $after) { totalCount
      nodes { number kind origin { variant number } registeredBy subgraphs { name change products { version } } }
      pageInfo { endCursor hasNextPage } } }`;
    const { registrations } = (await metadata.query(page)).data;
    expect(registrations).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect(registrations.nodes).toMatchObject([
      { number: 5, kind: 'ROLLBACK', origin: { variant: 'dev', number: 3 }, registeredBy: 'ada' },
      { number: 4, kind: 'PROMOTE', origin: { variant: 'prod', number: 8 }, subgraphs: [{ change: 'CHANGED' }] },
    ]);
    const rest = (await metadata.query(page, { after: registrations.pageInfo.endCursor })).data.registrations;
    expect(rest.nodes.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
    const listed = await metadata.query(
      `{ variants { name registration subgraphs } subgraphs(variant: "dev") { name registration registeredBy } }`,
    );
    expect(listed.data.variants[1]).toEqual({ name: 'dev', registration: 5, subgraphs: 1 });
    expect(listed.data.subgraphs).toEqual([{ name: 'people', registration: 5, registeredBy: 'ada' }]);
  });
});

test('variants and subgraphs are listed; where a subgraph runs is told to publishers', async () => {
  const { variants } = await read<{ variants: { name: string; registration: number }[] }>('/registry/variants');
  expect(variants.map(({ name }) => name)).toEqual(['prod', 'dev', 'staging', 'trial', 'unread']);
  const list = async (scope: string) =>
    (
      await metadata.send<{ subgraphs: { name: string; url?: string }[] }>('GET', '/registry/subgraphs', {
        token: await metadata.token(scope),
      })
    ).body.subgraphs;
  expect(await list('')).toMatchObject([
    { name: 'people', registration: 8, registeredBy: 'pipeline' },
    { name: 'sales' },
  ]);
  expect((await list(''))[0]!.url).toBeUndefined();
  expect((await list('gordian:contract:write'))[0]!.url).toBe('http://127.0.0.1:9999/people');
  expect((await history('prod', '&subgraph=sales&first=2')).map(({ number }) => number)).toEqual([7, 6]);
  expect((await history('prod', '&before=3')).map(({ number }) => number)).toEqual([2, 1]);
  const bad = await metadata.send('GET', '/registry/registrations?first=1000', { token: await metadata.token('') });
  expect(bad.status).toBe(400);
});

test('a secret that only a variant has is not told by a check of those who do not publish', async () => {
  const lists = `      - { name: merger, logicalType: string, classification: restricted, tags: [secret] }\n`;
  const secret = changedPeople('4.0.0', (text) =>
    text
      .replace('  updatedAt: DateTime', '  merger: String\n  updatedAt: DateTime')
      .replace('      - { name: updatedAt', `${lists}      - { name: updatedAt`),
  );
  const urls = { people: 'http://127.0.0.1:1/people', sales: 'http://127.0.0.1:1/sales' };
  const inDraft = { variant: 'draft' };
  await publish(metadata, [secret, sales()], inDraft);
  await publish(metadata, [people('4.0.0')], inDraft);
  const checks = (scope: string) =>
    Promise.all([
      send('rollback/check', { ...inDraft, to: 1 }, { scope }),
      send('promote/check', { from: 'draft', variant: 'staging', urls }, { scope }),
    ]);
  const tells = async (scope: string) =>
    (await checks(scope)).map(({ status, body }) => [status, JSON.stringify(body).includes('merger')]);
  expect(await tells('other')).toEqual([
    [200, false],
    [200, false],
  ]);
  await publish(metadata, [secret], inDraft);
  expect(await tells('gordian:contract:write')).toEqual([
    [200, false],
    [200, true],
  ]);
  expect(await tells('other')).toEqual([
    [200, false],
    [200, false],
  ]);
});

test('going back to where a field was open takes force and a reason, and is on record', async () => {
  const going = { acceptUnknown: true, reason: 'agreed' };
  const { registration } = (await publish(metadata, [people('5.0.0')], going)).body as Told;
  const closed = changedPeople('6.0.0', (text) =>
    text.replace(
      '{ name: nick, logicalType: string, classification: internal',
      '{ name: nick, logicalType: string, classification: restricted',
    ),
  );
  expect((await publish(metadata, [closed], going)).status).toBe(200);
  const back = { to: registration, subgraph: 'people' };
  const refused = await send('rollback', back);
  const opens = { code: 'OPENS_AGAIN', message: expect.stringContaining('Person.nick was RESTRICTED') };
  expect([refused.status, refused.body.code, refused.body.problems]).toEqual([
    422,
    'CONTRACT_INVALID',
    expect.arrayContaining([expect.objectContaining({ ...opens, severity: 'error' })]),
  ]);
  expect((await publish(metadata, [people('5.0.0')], going)).body.code).toBe('CONTRACT_INVALID');
  const forced = { ...back, force: true, reason: 'The shop is down, and nick was never a secret.' };
  expect((await send('rollback', forced)).status).toBe(403);
  const scope = 'gordian:contract:write gordian:contract:force';
  expect((await send('rollback', { ...forced, reason: undefined }, { scope })).status).toBe(400);
  expect((await send('rollback', forced, { scope })).body).toMatchObject({
    status: 'published',
    warnings: expect.arrayContaining([expect.objectContaining({ ...opens, severity: 'warning' })]),
  });
  const [audited] = await metadata.database.query<{ payload: object }>(
    `SELECT payload FROM audit WHERE action = 'registry.published' ORDER BY seq DESC LIMIT 1`,
  );
  expect(audited!.payload).toMatchObject({ kind: 'ROLLBACK', reason: forced.reason });
  expect(JSON.stringify(audited!.payload)).toContain(
    'Going back opens what was closed since. Person.nick was RESTRICTED',
  );
});

test.each([
  {
    closedBy: 'a demand of the schema',
    versions: ['7.0.0', '8.0.0'],
    close: (text: string) =>
      text
        .replace('import: ["@key"]', 'import: ["@key", "@requiresScopes"]')
        .replace('  nick: String', '  nick: String @requiresScopes(scopes: [["people:nick"]])'),
    told: 'Person.nick demanded scopes (people:nick) of its readers.',
  },
  {
    closedBy: 'a source that its readers need access to',
    versions: ['9.0.0', '10.0.0'],
    close: (text: string) =>
      text.replace(
        '{ name: nick, ',
        '{ name: nick, transformSourceObjects: [Person.region], transformLogic: by region, ',
      ),
    told: 'Person.nick is no longer computed from Person.region: its readers need no access to that any more.',
  },
])('going back does not open what was closed by $closedBy', async ({ versions: [open, closed], close, told }) => {
  const going = { acceptUnknown: true, reason: 'agreed' };
  const { registration } = (await publish(metadata, [people(open)], going)).body as Told;
  const answer = await publish(metadata, [changedPeople(closed!, close)], going);
  expect([answer.status, answer.body.problems]).toEqual([200, undefined]);
  const refused = await send('rollback', { to: registration, subgraph: 'people' });
  expect(refused.status).toBe(422);
  const opens = { code: 'OPENS_AGAIN', severity: 'error', message: expect.stringContaining(told) };
  expect(refused.body.problems).toEqual(expect.arrayContaining([expect.objectContaining(opens)]));
});

/** The contract lists what the schema serves. */
function spentAndName(served: string): string {
  const name = served.includes('name:')
    ? '{ name: name, logicalType: string, classification: confidential }\n      - '
    : '';
  return `${name}{ name: spent,`;
}
