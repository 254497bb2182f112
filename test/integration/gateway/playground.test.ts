// The playground's routes over real HTTP: who may take a token of the demo, and what the page learns of a login.
import { get } from 'node:http';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type DemoIdentity, startDemoIdentity } from '../../../cli/demo-identity/demo-identity.ts';
import { configurationPath, type DiscoveredIssuer, startDiscoveredIssuer } from '../../support/discovered-issuer.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const supergraph = composeSmall({ small: { sdl: 'type Query { me: Int }', url: 'http://127.0.0.1:1/' } });

describe('a token of the demo', () => {
  let identity: DemoIdentity;
  let gateway: StandaloneGateway;
  let port: string;

  beforeAll(async () => {
    identity = await startDemoIdentity({ port: 0, clients: [] });
    gateway = await startStandaloneGateway(supergraph, {
      server: { corsOrigins: ['https://shop.example'] },
      playground: { demoIdentityUrl: identity.url, demoHosts: ['demo.example'] },
    });
    port = new URL(gateway.url).port;
  });

  afterAll(async () => {
    await gateway.close();
    await identity.close();
  });

  test.each<[string, Record<string, string>, boolean]>([
    [
      'the page of the gateway',
      { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['the page by another name of this machine', { host: 'localhost:PORT', origin: 'http://localhost:PORT' }, true],
    ['the page by a name in the configuration', { host: 'Demo.Example', origin: 'https://demo.example' }, true],
    ['a program', { host: '127.0.0.1:PORT' }, true],
    ['a program over IPv6', { host: '[::1]:PORT' }, true],
    ['a page of another site', { host: '127.0.0.1:PORT', origin: 'https://evil.example' }, false],
    ['a page of another port', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:1' }, false],
    ['a page that may call /graphql', { host: '127.0.0.1:PORT', origin: 'https://shop.example' }, false],
    ['a page without an origin', { host: '127.0.0.1:PORT', origin: 'null' }, false],
    ['a page of another site that sends no origin', { host: '127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' }, false],
    [
      'a page whose name was pointed here',
      { host: 'rebound.example:PORT', origin: 'http://rebound.example:PORT', 'sec-fetch-site': 'same-origin' },
      false,
    ],
    ['a page whose name looks like ours', { host: 'localhost.rebound.example:PORT' }, false],
    ['a page whose name looks like an address', { host: '127.0.0.1.rebound.example:PORT' }, false],
    ['a host that is none', { host: 'a b' }, false],
  ])('for %s', async (_who, headers, given) => {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
    );
    const { statusCode, body } = await request(`${gateway.url}/playground/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sent },
      body: '{"persona":"analyst"}',
    });
    const text = await body.text();
    expect(statusCode).toBe(given ? 200 : 403);
    if (given) expect(text).toContain('accessToken');
    else expect(JSON.parse(text).errors[0].extensions.code).toBe('ORIGIN_NOT_ALLOWED');
  });
});

describe('a login', () => {
  let issuer: DiscoveredIssuer;
  let gateway: StandaloneGateway;

  beforeAll(async () => {
    issuer = await startDiscoveredIssuer('company');
    gateway = await startStandaloneGateway(supergraph, {
      authentication: { issuers: [{ issuer: issuer.issuer, audience: 'gordian' }] },
      playground: {
        login: {
          issuer: issuer.issuer,
          clientId: 'playground',
          scopes: ['openid'],
          parameters: { audience: 'gordian' },
        },
      },
    });
  });

  afterAll(async () => {
    vi.useRealTimers();
    await gateway.close();
    await issuer.stop();
  });

  const login = async () => {
    const { body } = await request(`${gateway.url}/playground/config.json`);
    return ((await body.json()) as { login: Record<string, unknown> }).login;
  };
  const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

  test('is described to the page, discovered once', async () => {
    expect(await login()).toEqual({
      issuer: issuer.issuer,
      clientId: 'playground',
      scopes: ['openid'],
      parameters: { audience: 'gordian' },
      authorizationEndpoint: `${issuer.issuer}/auth`,
      tokenEndpoint: `${issuer.issuer}/token`,
      endSessionEndpoint: null,
    });
    await Promise.all(Array.from({ length: 20 }, login));
    expect(issuer.asked(configurationPath)).toBe(1);
  });

  test('gives the page the right to connect to the issuer, and to nobody else', async () => {
    const { headers } = await request(gateway.url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' ${issuer.issuer};`);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  });

  test.each<[string, () => void]>([
    [
      'cannot be asked',
      () => issuer.answers.set(configurationPath, (_request, response) => response.writeHead(503).end()),
    ],
    ['has no login', () => delete issuer.document.authorization_endpoint],
    ['sends the page elsewhere', () => Object.assign(issuer.document, { token_endpoint: 'http://127.0.0.1:1/token' })],
  ])('of an issuer that %s is a problem that the page shows, without its details', async (_how, breakIt) => {
    breakIt();
    later(10 * 60_000);
    expect(await login()).toEqual({ problem: expect.stringMatching(/^The identity provider .* log of the gateway/) });
    issuer.answers.clear();
    Object.assign(issuer.document, {
      authorization_endpoint: `${issuer.issuer}/auth`,
      token_endpoint: `${issuer.issuer}/token`,
    });
    later(2_000);
    expect(await login()).toMatchObject({ clientId: 'playground' });
  });
});

test.each([
  ['in clear at another machine', 'http://login.example', [{ jwksUrl: 'https://login.example/keys' }], /https/],
  [
    'at an issuer whose tokens are refused',
    'https://login.example',
    [],
    /playground\.login\.issuer.*authentication\.issuers/s,
  ],
])('a login %s is refused at the start', async (_what, issuer, trusted, message) => {
  const issuers = trusted.map((keys) => ({ issuer, audience: 'gordian', ...keys }));
  const login = { issuer, clientId: 'playground' };
  const settings = { authentication: { issuers }, playground: { login } };
  await expect(startStandaloneGateway(supergraph, settings)).rejects.toThrow(message);
});

describe('without a login', () => {
  let gateway: StandaloneGateway;
  beforeAll(async () => {
    gateway = await startStandaloneGateway(supergraph);
  });
  afterAll(() => gateway.close());

  test('the page may connect to its own gateway only', async () => {
    const [page, config] = await Promise.all([request(gateway.url), request(`${gateway.url}/playground/config.json`)]);
    expect(page.headers['content-security-policy']).toContain("connect-src 'self';");
    expect(await config.body.json()).toMatchObject({ login: null, demo: false });
  });

  test.each([
    ['/catalog', 200],
    ['/index.html', 404],
    ['/index.html/', 404],
    ['/index%2Ehtml', 404],
    ['/assets%2f..%2findex.html', 400],
    ['//evil.example', 400],
    ['//evil.example/catalog', 400],
  ])('%s is answered %d', async (path, status) => {
    expect(await statusOf(path)).toBe(status);
  });

  /** As it stands: a client would read another host into some of these. */
  function statusOf(path: string): Promise<number> {
    const { hostname, port } = new URL(gateway.url);
    return new Promise((resolve, reject) => {
      get({ hostname, port, path }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      }).on('error', reject);
    });
  }
});
