// From the request to the field: what is agreed to opens at the gateway and in the subgraph, what is revoked closes, and what
// nobody can confirm is not honoured.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AccessMesh, startAccessMesh } from './access-mesh.ts';

const question = '{ person(id: 1) { id badge } }';
const canary = 'canary-badge-4711';
/** Conditions come true in a second or two; a busy machine takes longer. */
const patience = { timeout: 15_000, interval: 20 };

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

async function ask(
  mesh: AccessMesh,
  token: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${mesh.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return (await answer.json()) as Answer;
}

async function badgeFor(mesh: AccessMesh, token: string, headers?: Record<string, string>): Promise<string | null> {
  const { data, errors } = await ask(mesh, token, question, headers);
  if (data.person.badge === null)
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', coordinate: 'Person.badge' } }]);
  return data.person.badge;
}

/** Asked for through the gateway, and agreed to by two. @returns the id of the grant */
async function granted(mesh: AccessMesh, holder: string, minutes = 60): Promise<string> {
  const { data } = await ask(
    mesh,
    holder,
    `mutation { requestAccess(input: { targets: ["Person.badge"], purpose: "doors", justification: "New lock.", duration: "PT${minutes}M" }) { id state } }`,
  );
  expect(data.requestAccess.state).toBe('PENDING');
  const decide = (token: string) =>
    ask(
      mesh,
      token,
      `mutation { decideAccess(id: "${data.requestAccess.id}", approve: true, reason: "Known.") { state grant { id } } }`,
    );
  const [lead, officer] = [
    await mesh.tokenFor('lea', { roles: ['people-leads'] }),
    await mesh.tokenFor('sue', { groups: ['security'] }),
  ];
  expect((await decide(lead)).data.decideAccess.state).toBe('PENDING');
  expect(await badgeFor(mesh, holder)).toBeNull();
  return (await decide(officer)).data.decideAccess.grant.id;
}

const revoke = (mesh: AccessMesh, token: string, id: string) =>
  ask(mesh, token, `mutation { revokeGrant(id: "${id}", reason: "Done.") { revokedAt } }`);

const opens = (mesh: AccessMesh, token: string, headers?: Record<string, string>) =>
  vi.waitUntil(async () => (await badgeFor(mesh, token, headers)) === canary, patience);
const closes = (mesh: AccessMesh, token: string) =>
  vi.waitUntil(async () => (await badgeFor(mesh, token)) === null, patience);

describe.each([
  // Whichever way is left has to do alone.
  ['the stream alone', { pollIntervalMs: 3_600_000, maxStaleMs: 3_600_000 }, 'everything'],
  ['the poll alone', { pollIntervalMs: 200 }, 'all but the stream'],
] as const)('by %s', (_, settings, passes) => {
  let mesh: AccessMesh;
  beforeAll(async () => {
    mesh = await startAccessMesh(settings);
    mesh.forwarder.pass(passes);
  });
  afterAll(() => mesh.close());

  test('a field opens when it is granted, and closes when that is revoked; both are reported', async () => {
    const holder = await mesh.tokenFor('ann');
    const id = await granted(mesh, holder);
    await opens(mesh, holder);
    expect(await badgeFor(mesh, await mesh.tokenFor('bob'))).toBeNull();
    await revoke(mesh, holder, id);
    await closes(mesh, holder);
  });
});

describe('through the gateway', () => {
  let mesh: AccessMesh;
  beforeAll(async () => {
    mesh = await startAccessMesh({ maxStaleMs: 1_500, pollIntervalMs: 100 });
  });
  afterAll(() => mesh.close());

  test('a grant that was applied and used says so', async () => {
    const holder = await mesh.tokenFor('cleo');
    await granted(mesh, holder);
    await opens(mesh, holder);
    const fields = async () => {
      const { data } = await ask(mesh, holder, '{ accessGrants { nodes { effectiveAtGateway lastUsed } } }');
      return data.accessGrants.nodes[0];
    };
    await vi.waitUntil(async () => {
      const { effectiveAtGateway, lastUsed } = await fields();
      return effectiveAtGateway !== null && lastUsed !== null;
    }, patience);
  });

  test('a grant is not honoured while nobody confirms it, and again when somebody does', async () => {
    const holder = await mesh.tokenFor('dora');
    await granted(mesh, holder);
    await opens(mesh, holder);
    mesh.forwarder.pass('nothing');
    await closes(mesh, holder);
    mesh.forwarder.pass('everything');
    await opens(mesh, holder);
  });

  test('a grant of somebody is none of a namesake at another issuer, of an application, or of nobody', async () => {
    const holder = await mesh.tokenFor('emil');
    await granted(mesh, holder);
    await opens(mesh, holder);
    const { grants } = mesh.gateway;
    const caller = { scopes: new Set<string>(), roles: new Set<string>(), claims: {}, purpose: null, expiresAt: null };
    const [row] = await mesh.database.query<{ issuer: string }>(
      `SELECT issuer FROM access_grant WHERE subject = 'emil'`,
    );
    expect(grants.of({ ...caller, issuer: row!.issuer, subject: 'emil', client: 'another' })).toHaveLength(1);
    expect(grants.of({ ...caller, issuer: 'https://other.test', subject: 'emil', client: 'app' })).toEqual([]);
    expect(grants.of({ ...caller, subject: 'emil', client: 'app' })).toEqual([]);
    expect(grants.of({ ...caller, issuer: row!.issuer, subject: 'app', client: 'emil' })).toEqual([]);
    expect(grants.of({ ...caller, subject: null, client: null })).toEqual([]);
  });

  test('an answer that a grant has opened is for nobody to keep', async () => {
    const holder = await mesh.tokenFor('fay');
    await granted(mesh, holder);
    await opens(mesh, holder);
    const answer = await fetch(`${mesh.url}/graphql?query=${encodeURIComponent(question)}`, {
      headers: { authorization: `Bearer ${holder}`, 'graphql-require-preflight': '1' },
    });
    expect(await answer.text()).toContain(canary);
    expect(answer.headers.get('cache-control')).toMatch(/no-store/);
  });
  const breakerToken = (subject: string) =>
    mesh.tokenFor(subject, { roles: ['break-glass'], auth_time: Math.floor(Date.now() / 1_000), amr: ['otp'] });
  const breakGlass = (token: string, ticket: string) =>
    ask(
      mesh,
      token,
      `mutation { breakGlass(input: { targets: ["Person.badge"], ticket: "${ticket}", reason: "Fire." }) { id } }`,
    );

  test('glass opens for requests that name its ticket, and for no others', async () => {
    const breaker = await breakerToken('fred');
    await breakGlass(breaker, 'INC-1');
    await vi.waitUntil(
      async () => (await ask(mesh, breaker, question, { 'x-break-glass': 'INC-1' })).data != null,
      patience,
    );
    expect(await badgeFor(mesh, breaker, { 'x-break-glass': 'INC-1' })).toBe(canary);
    expect(await badgeFor(mesh, breaker)).toBeNull();
  });

  test.each([
    ['that nobody has used', 'fred', 'INC-9'],
    ['of somebody else', 'ann', 'INC-1'],
    ['with a list in the header', 'fred', 'INC-1, INC-2'],
  ])('a ticket %s refuses the request', async (_, subject, ticket) => {
    const { data, errors } = await ask(mesh, await mesh.tokenFor(subject), question, { 'x-break-glass': ticket });
    expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, 'BREAK_GLASS_NOT_LIVE']);
  });

  test('glass refuses requests when it is mended', async () => {
    const breaker = await breakerToken('gina');
    const { data } = await breakGlass(breaker, 'INC-2');
    const asked = () => ask(mesh, breaker, question, { 'x-break-glass': 'INC-2' });
    await vi.waitUntil(async () => (await asked()).data != null, patience);
    await ask(mesh, breaker, `mutation { endBreakGlass(id: "${data.breakGlass.id}") { endedAt } }`);
    await vi.waitUntil(async () => (await asked()).errors?.[0]?.extensions.code === 'BREAK_GLASS_NOT_LIVE', patience);
  });

  test('glass is not broken with the same token later on', async () => {
    const old = await mesh.tokenFor('hal', {
      roles: ['break-glass'],
      auth_time: Math.floor(Date.now() / 1_000) - 400,
      amr: ['otp'],
    });
    const { errors } = await breakGlass(old, 'INC-3');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', coordinate: 'Mutation.breakGlass' } }]);
  });
});
