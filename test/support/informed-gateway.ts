// A gateway of this process whose registry says how the products stand: a shop and its prices, with fields that are open, masked,
// denied and secret. What it knows is what the test has told last.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { vi } from 'vitest';
import { buildArtefact, type Classification } from '../../schema/artefact.ts';
import type { ProductStanding, StandingSnapshot } from '../../schema/standing.ts';
import { sendBody } from './graphql-client.ts';
import { startHttpStub } from './http-stub.ts';
import { copyPolicyFolder } from './policy-folder.ts';
import { composeSmall } from './small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from './standalone-gateway.ts';

export interface InformedGateway extends StandaloneGateway {
  /** Documents that the subgraphs were asked since the last look. */
  asked(): string[];
  /** Resolves when the gateway knows it. */
  tell(products: readonly ProductStanding[]): Promise<void>;
  send(query: string, headers?: Record<string, string>, variables?: object): ReturnType<typeof sendBody>;
}

export function standingOfProduct(id: string, parts: Partial<ProductStanding> = {}): ProductStanding {
  return {
    id,
    version: '1.2.0',
    status: 'ACTIVE',
    latest: '1.2.0',
    health: 'OK',
    openIncidents: 0,
    freshness: [],
    deprecations: [],
    pins: [],
    ...parts,
  };
}

/** Whose data is that old, and promised to be an hour old at most. */
export function agedProduct(id: string, minutes: number, parts: Partial<ProductStanding> = {}): ProductStanding {
  const newest = new Date(Date.now() - minutes * 60_000).toISOString();
  return standingOfProduct(id, { freshness: [{ element: '', promiseSeconds: 3_600, newest }], ...parts });
}

const shop = `
  type Query { item: Item items: [Item!] }
  type Item @key(fields: "id") {
    id: ID! name: String phone: String closed: String hidden: String
    old: String @deprecated(reason: "Use name.")
  }`;
const prices = 'type Item @key(fields: "id") { id: ID! price: Int! note: String }';

const rules = `
  import { abovePublicNeedsACaller } from './guardrails/above-public-needs-a-caller.ts';
  import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';
  import { redact } from './masks/redact.ts';
  import { deny } from './shield.ts';
  export const repositoryRules = {
    guardrails: [unclassifiedIsClosed, abovePublicNeedsACaller],
    domains: [{
      subgraph: 'shop', domain: 'shop',
      rules: { Item: { closed: deny, hidden: deny } },
      masks: { Item: { phone: { unless: deny, with: redact } } },
    }],
  };`;

/** @param settings of the gateway besides those that make it informed */
export async function startInformedGateway(settings: object = {}): Promise<InformedGateway> {
  const policies = copyPolicyFolder();
  policies.write('rules.ts', rules);
  rmSync(join(policies.path, 'golden.txt'));
  let snapshot: StandingSnapshot = { version: '0', products: [] };
  let looked = 0;
  const subgraphs = await startHttpStub(({ path, body }) => ({ status: 200, body: { data: answerOf(path, body) } }));
  const artefact = artefactOf(subgraphs.url);
  const registry = await startHttpStub(({ path, headers }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    if (path === '/registry/supergraph?variant=prod') return { status: 200, body: artefact };
    if (path !== '/registry/standing') return { status: 404 };
    return headers['if-none-match'] === `"${snapshot.version}"` ? { status: 304 } : { status: 200, body: snapshot };
  });
  const started = await startStandaloneGateway(
    '',
    {
      supergraph: { kind: 'registry', url: registry.url, pollIntervalMs: 60_000 },
      service: { tokenUrl: `${registry.url}/token`, clientId: 'gateway' },
      policy: { directory: policies.path },
      standing: { pollIntervalMs: 20 },
      audit: { mode: 'off' },
      admission: { maxLoopLagMs: 60_000 },
      ...settings,
    },
    { env: { GORDIAN_CLIENT_SECRET: 'secret' } },
  );
  return {
    ...started,
    asked() {
      const fresh = subgraphs.requests.slice(looked);
      looked = subgraphs.requests.length;
      return fresh.map(({ body }) => (JSON.parse(body) as { query: string }).query);
    },
    async tell(products) {
      snapshot = { version: String(Number(snapshot.version) + 1), products };
      const known = () => [...(started.gateway.standing?.known()?.products.values() ?? [])];
      await vi.waitUntil(() => isDeepStrictEqual(known(), products), { timeout: 20_000, interval: 5 });
    },
    send: (query, headers = {}, variables = {}) => sendBody(started.url, JSON.stringify({ query, variables }), headers),
    async close() {
      await started.close();
      await Promise.all([subgraphs.close(), registry.close()]);
      policies.remove();
    },
  };
}

/** Each field has its own name for a value. */
function answerOf(path: string, body: string): object {
  if (path === '/prices') return { _entities: [{ price: 7, note: 'note' }] };
  const item = { __typename: 'Item', id: '1', name: 'name', phone: 'phone', old: 'old' };
  return body.includes('items') ? { items: [item] } : { item };
}

function artefactOf(url: string) {
  const classify = (product: string, coordinates: readonly string[]): [string, Classification][] =>
    coordinates.map((coordinate) => [
      coordinate,
      {
        level: 'PUBLIC',
        tags: coordinate === 'Item.hidden' ? ['secret'] : [],
        product,
        domain: 'shop',
      },
    ]);
  return buildArtefact({
    supergraphSdl: composeSmall({ shop: { sdl: shop, url }, prices: { sdl: prices, url: `${url}/prices` } }),
    classifications: new Map([
      ...classify('shop/items', ['Query.item', 'Query.items', 'Item.id', 'Item.name', 'Item.phone', 'Item.old']),
      ...classify('shop/secrets', ['Item.closed', 'Item.hidden']),
      ...classify('prices/prices', ['Item.price', 'Item.note']),
    ]),
    publishedAt: new Date(0),
  });
}
