// A gateway of this process with a policy folder of its own: two small subgraphs that know everything, and a registry that may
// publish another supergraph.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../kit/log.ts';
import { buildArtefact, type Classification, type SupergraphArtefact } from '../../schema/artefact.ts';
import { sendOperation } from './graphql-client.ts';
import { startHttpStub } from './http-stub.ts';
import { copyPolicyFolder, type PolicyFolder } from './policy-folder.ts';
import { composeSmall } from './small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from './standalone-gateway.ts';

export interface PolicedGateway extends StandaloneGateway {
  /** What an anonymous caller reads of `one` and `two`, `12` or `--`. */
  readonly seen: () => Promise<string>;
  /** Lines of the log so far that hold this. */
  readonly said: (words: RegExp) => readonly string[];
}

export interface World {
  readonly policies: PolicyFolder;
  /** Publishes a supergraph whose items have more fields. */
  publish(...more: readonly string[]): void;
  start(policy?: object, settings?: object): Promise<PolicedGateway>;
  close(): Promise<void>;
}

/** Policy sources in which two fields are as open as they say. `more` are further rules for items. */
export function rulesFor(one: 'allow' | 'deny', two: 'allow' | 'deny' = one, more = ''): string {
  return `
    import { abovePublicNeedsACaller } from './guardrails/above-public-needs-a-caller.ts';
    import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';
    import { allow, deny } from './shield.ts';
    export const repositoryRules = {
      guardrails: [unclassifiedIsClosed, abovePublicNeedsACaller],
      domains: [{ subgraph: 'small', domain: 'small', masks: {}, rules: { Item: { one: ${one}, two: ${two}, ${more} } } }],
    };`;
}

export async function createWorld(): Promise<World> {
  const policies = copyPolicyFolder();
  policies.write('rules.ts', rulesFor('allow'));
  rmSync(join(policies.path, 'golden.txt'));
  let published: SupergraphArtefact | null = null;
  const stub = await startHttpStub(({ path, body }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    if (path === '/registry/supergraph?variant=prod') return { status: 200, body: published };
    // What a registry has besides, this one has not.
    if (path !== '/' && path !== '/two') return { status: 404 };
    const item = { __typename: 'Item', id: '1', one: '1', ...renamed(body) };
    return { status: 200, body: { data: body.includes('_entities') ? { _entities: [{ two: '2' }] } : { item } } };
  });
  const publish: World['publish'] = (...more) => {
    published = artefactOf(stub.url, more);
  };
  publish();
  return {
    policies,
    publish,
    start: (policy = {}, settings = {}) =>
      startGateway({
        supergraph: { kind: 'registry', url: stub.url, pollIntervalMs: 20 },
        service: { tokenUrl: `${stub.url}/token`, clientId: 'gateway' },
        policy: { directory: policies.path, ...policy },
        playground: { enabled: false },
        audit: { mode: 'off' },
        admission: { maxLoopLagMs: 60_000 },
        ...settings,
      }),
    async close() {
      await stub.close();
      policies.remove();
    },
  };
}

/** What a rule reads of the row is asked for by names of the gateway's own. */
function renamed(body: string): Record<string, string> {
  const values: Readonly<Record<string, string>> = { three: '3', four: '4' };
  const { query } = JSON.parse(body) as { query: string };
  return Object.fromEntries(
    [...query.matchAll(/(\w+)\s*:\s*(three|four)\b/g)].map(([, name, field]) => [name!, values[field!]!]),
  );
}

async function startGateway(settings: object): Promise<PolicedGateway> {
  const lines: string[] = [];
  const log = createLog({ name: 'gateway', destination: { write: (line: string) => void lines.push(line) } });
  const gateway = await startStandaloneGateway('', settings, { log, env: { GORDIAN_CLIENT_SECRET: 'secret' } });
  return {
    ...gateway,
    said: (words) => lines.filter((line) => words.test(line)),
    async seen() {
      const { body } = await sendOperation(gateway.url, '{ item { one two } }');
      return `${body.data.item.one ?? '-'}${body.data.item.two ?? '-'}`;
    },
  };
}

function artefactOf(url: string, more: readonly string[]): SupergraphArtefact {
  const fields = more.map((name) => `${name}: String`).join(' ');
  const classify = (coordinate: string): [string, Classification] => [
    coordinate,
    {
      level: coordinate.endsWith('secret') ? 'RESTRICTED' : 'PUBLIC',
      tags: [],
      product: 'small/items',
      domain: 'small',
    },
  ];
  return buildArtefact({
    supergraphSdl: composeSmall({
      one: { sdl: `type Query { item: Item } type Item @key(fields: "id") { id: ID! one: String ${fields} }`, url },
      two: { sdl: 'type Item @key(fields: "id") { id: ID! two: String }', url: `${url}/two` },
    }),
    classifications: new Map(
      ['Query.item', 'Item.id', 'Item.one', 'Item.two', ...more.map((name) => `Item.${name}`)].map(classify),
    ),
    publishedAt: new Date(0),
  });
}
