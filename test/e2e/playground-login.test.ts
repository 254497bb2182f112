// Signing in to the playground at a real OpenID provider, in a real browser, with a gateway of its own.

import { decodeJwt } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type HttpStub, startHttpStub } from '../support/http-stub.ts';
import {
  gatewayResource,
  type OidcProvider,
  type OidcProviderOptions,
  publicClient,
  resourceScopes,
  startOidcProvider,
} from '../support/oidc-provider.ts';
import { openPlayground, type PlaygroundPage } from '../support/playground-page.ts';
import { composeSmall } from '../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../support/standalone-gateway.ts';

const narrow = { viewport: { width: 390, height: 844 } };

let browser: Browser;
let subgraph: HttpStub;
let gateway: StandaloneGateway;
let provider: OidcProvider;
let playground: PlaygroundPage;

beforeAll(async () => {
  browser = await launchBrowser();
  subgraph = await startHttpStub(() => ({ status: 200, body: { data: { me: 'somebody' } } }));
});

afterEach(async () => {
  await playground.close();
  await gateway.close();
  await provider.close();
});

afterAll(async () => {
  await browser?.close();
  await subgraph.close();
});

/** The provider must know where the page is, and the gateway where the provider is: the provider learns it last. */
async function open(
  options: Omit<OidcProviderOptions, 'redirectUris'> = {},
  { parameters = { resource: gatewayResource } as Record<string, string>, context = {} } = {},
): Promise<Page> {
  const redirectUris: string[] = [];
  provider = await startOidcProvider({ ...options, redirectUris });
  gateway = await startStandaloneGateway(
    composeSmall({ small: { sdl: 'type Query { me: String }', url: subgraph.url } }),
    {
      authentication: {
        issuers: [{ issuer: provider.issuer, audience: gatewayResource, claims: { roles: 'realm_access.roles' } }],
      },
      playground: {
        login: { issuer: provider.issuer, clientId: publicClient, scopes: ['openid', ...resourceScopes], parameters },
      },
    },
  );
  redirectUris.push(`${gateway.url}/`);
  await provider.rotateKeys();
  playground = await openPlayground(browser, gateway.url, context);
  return playground.page;
}

async function signIn(page: Page, login = 'jane'): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await nameOneself(page, login);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

async function nameOneself(page: Page, login = 'jane'): Promise<void> {
  await page.getByLabel('Name').fill(login);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function ask(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('query Me { me }');
  await page.getByRole('button', { name: 'Me', exact: true }).waitFor();
  await playground.run();
}

function lastCaller(): Record<string, unknown> {
  const assertion = subgraph.requests.at(-1)!.headers.authorization!.replace('Bearer ', '');
  return decodeJwt<{ caller: Record<string, unknown> }>(assertion).caller;
}

/** The editor has alerts of its own, which are empty. */
const problem = (page: Page) => page.getByRole('alert').and(page.locator(':not(.monaco-alert)'));

describe('signing in', () => {
  test('makes the viewer a caller, shows the claims, and leaves no trace of a token', async () => {
    const page = await open();
    await signIn(page);
    await ask(page);
    await playground.answerTo('jane');

    expect(lastCaller()).toMatchObject({ subject: 'jane', issuer: provider.issuer, roles: ['analyst'] });
    expect(page.url()).toBe(`${gateway.url}/`);
    const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
    expect(stored).not.toMatch(/eyJ|verifier|[Bb]earer/);
    await page.getByRole('button', { name: 'Claims' }).click();
    const panel = page.getByRole('region', { name: /claims/i });
    expect(await panel.innerText()).toMatch(/jane[\s\S]*customers:pii:read/);
    expect(await panel.innerText()).not.toContain('eyJ');
  });

  test('speaks to nobody but the gateway and the provider, and breaks no policy of the page', async () => {
    const page = await open();
    await signIn(page);
    await ask(page);
    await playground.answerTo('jane');

    expect(playground.outsideRequests.filter((url) => !url.startsWith(provider.issuer))).toEqual([]);
    expect(playground.complaints.filter((text) => !text.includes(provider.issuer))).toEqual([]);
  });

  test('leads back to the page on which it was begun, also when the person gives up', async () => {
    const page = await open();
    await page.goto(`${gateway.url}/incidents?state=OPEN`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await problem(page)
      .getByText(/identity provider refused/)
      .waitFor();
    expect(page.url()).toBe(`${gateway.url}/incidents?state=OPEN`);

    await page.getByRole('button', { name: 'Dismiss' }).click();
    await signIn(page);
    expect(page.url()).toBe(`${gateway.url}/incidents?state=OPEN`);
  });

  test('is forgotten by a reload', async () => {
    const page = await open();
    await signIn(page);
    await page.reload();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });

  test('ends here and at the provider, and leaves no document behind', async () => {
    const page = await open();
    const stored = (where: string) => page.evaluate(`JSON.stringify({ ...${where} })`);
    await signIn(page);
    await ask(page);
    await expect.poll(() => stored('sessionStorage')).toContain('query Me');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await page.getByRole('button', { name: 'CustomerProfile', exact: true }).waitFor();
    expect(await stored('sessionStorage')).not.toContain('query Me');
    expect(await stored('localStorage')).not.toContain('query');

    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Name').waitFor();
  });
});

describe('a session that comes to its end', () => {
  test('is renewed without a word where the provider allows it, each refresh token once', async () => {
    const page = await open({ accessTokenSeconds: 20, refreshTokens: true });
    await signIn(page);
    const renewals: string[] = [];
    page.on('request', (request) => {
      if (request.url() === `${provider.issuer}/token`)
        renewals.push(new URLSearchParams(request.postData() ?? '').get('refresh_token')!);
    });
    // A token of 20 seconds is always about to end.
    await ask(page);
    await playground.answerTo('jane');
    await playground.run();
    await expect.poll(() => renewals.length).toBeGreaterThanOrEqual(2);
    expect(new Set(renewals).size).toBe(renewals.length);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });

  test('says so when it cannot be renewed, and sends nothing as somebody else', async () => {
    const page = await open({ accessTokenSeconds: 4 });
    await signIn(page);
    await ask(page);
    await page.getByRole('status').getByText('Your session has ended.').waitFor();
    const asked = subgraph.requests.length;
    // By itself: the answer to who was signed in is gone.
    await page.locator('.answer-findings', { hasText: 'Your session has ended' }).waitFor();

    expect(subgraph.requests).toHaveLength(asked);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });

  test('outlasts a provider that is away, and says so when it is known no more', async () => {
    const page = await open({ accessTokenSeconds: 29, refreshTokens: true });
    await signIn(page);
    await ask(page);
    await playground.answerTo('jane');
    provider.setDown(true);
    const asked = subgraph.requests.length;
    await playground.run();
    await expect.poll(() => subgraph.requests.length).toBeGreaterThan(asked);
    expect(lastCaller()).toMatchObject({ subject: 'jane' });

    await page.route(`${provider.issuer}/token`, (route) =>
      route.fulfill({
        status: 400,
        headers: { 'access-control-allow-origin': gateway.url },
        json: { error: 'invalid_grant' },
      }),
    );
    await playground.run();
    await page.getByRole('status').getByText('Your session has ended.').waitFor();
  });
});

describe('a sign-in that fails', () => {
  test('because the person gave up says what the provider said', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await problem(page)
      .getByText(/identity provider refused/)
      .waitFor();
    expect(page.url()).toBe(`${gateway.url}/`);
  });

  test.each([
    ['somebody else began', '?code=stolen&state=made-up', /not begun in this tab/],
    [
      'somebody made up, with a text of their own',
      '?error=x&error_description=Call+0900&state=made-up',
      /not begun in this tab/,
    ],
  ])('because %s shows nothing of it', async (_why, answer, said) => {
    const page = await open();
    await page.goto(`${gateway.url}/${answer}`);
    await problem(page).getByText(said).waitFor();
    expect(await problem(page).innerText()).not.toContain('0900');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await problem(page).waitFor({ state: 'hidden' });
    expect(page.url()).toBe(`${gateway.url}/`);
  });

  test.each([
    ['the state is another', { state: 'other' }, /not begun in this tab/],
    ['the nonce is another', { nonce: 'other' }, /does not belong to this sign-in/],
    ['the verifier is another', { verifier: 'x'.repeat(43) }, /identity provider refused/],
  ])('because %s signs nobody in', async (_why, change, said) => {
    const page = await open();
    await page.addInitScript(`{
      const begun = sessionStorage.getItem('gordian:login');
      if (begun && location.search.includes('code='))
        sessionStorage.setItem('gordian:login', JSON.stringify({ ...JSON.parse(begun), ...${JSON.stringify(change)} }));
    }`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await nameOneself(page);
    await problem(page).getByText(said).waitFor();
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isVisible()).toBe(true);
    expect(await page.evaluate('sessionStorage.getItem("gordian:login")')).toBeNull();
  });

  test('because the token is not for the gateway names the setting', async () => {
    const page = await open({}, { parameters: {} });
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await nameOneself(page);
    await problem(page)
      .getByText(/playground\.login\.parameters/)
      .waitFor();
  });

  test('because the provider is away leaves the page at work, and a token can be pasted', async () => {
    const page = await open();
    provider.setDown(true);
    await gateway.close();
    gateway = await startStandaloneGateway(
      composeSmall({ small: { sdl: 'type Query { me: String }', url: subgraph.url } }),
      {
        authentication: { issuers: [{ issuer: provider.issuer, audience: gatewayResource }] },
        playground: { login: { issuer: provider.issuer, clientId: publicClient } },
      },
    );
    await page.goto(gateway.url);
    await problem(page)
      .getByText(/cannot be asked how to log in/)
      .waitFor();
    await page.getByLabel('Access token').waitFor();
  });
});

describe('on a telephone', () => {
  test('one can sign in and out, and nothing is wider than the screen', async () => {
    const page = await open({}, { context: narrow });
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    await expect.poll(width).toBe(390);
    await signIn(page, 'somebody.with.a.long.name@a-subsidiary.of.a.company.example.com');
    await ask(page);
    await playground.answerTo('somebody');
    expect(await width()).toBe(390);
    const status = await page.locator('.facts span', { hasText: 'HTTP 200' }).boundingBox();
    expect(status!.x + status!.width).toBeLessThan(390);
  });
});
