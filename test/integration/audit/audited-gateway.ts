// A gateway with an audit, on a small graph of its own: one subgraph that answers whatever is asked, a metadata service that takes
// the audit over, and rules that restrict one field.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';

export const sdl = `
  type Query { hello: String person(id: ID!): Person }
  type Mutation { rename(id: ID!, name: String!): String }
  type Person @key(fields: "id") { id: ID! name: String }
`;

export type TokenServer = HttpStub;

/** Where the gateway gets its own tokens. */
export function serveTokens(token: () => Promise<string>): Promise<TokenServer> {
  return startHttpStub(async () => ({ status: 200, body: { access_token: await token(), expires_in: 300 } }));
}

export interface AuditedWorld {
  readonly folder: string;
  readonly subgraph: HttpStub;
  readonly identity: HttpStub;
  /** The configuration of a gateway, as a file. */
  configure(settings: object): string;
  close(): Promise<void>;
}

/** @param token for the gateway's own calls */
export async function startAuditedWorld(token: () => Promise<string>): Promise<AuditedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-audit-'));
  const subgraph = await startHttpStub(({ body }) => {
    const { query } = JSON.parse(body) as { query: string };
    if (query.includes('rename')) return { status: 200, body: { data: { rename: 'done' } } };
    return { status: 200, body: { data: { hello: 'world' } } };
  });
  const identity = await serveTokens(token);
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, composeSmall({ people: { sdl, url: subgraph.url } }));
  return {
    folder,
    subgraph,
    identity,
    configure(settings) {
      const file = join(folder, 'gateway.yaml');
      const standard = {
        supergraph: { kind: 'file', path: supergraphFile },
        policy: 'none',
        service: { tokenUrl: identity.url, clientId: 'gateway' },
        stateDirectory: join(folder, 'state'),
        playground: { enabled: false },
      };
      writeFileSync(file, stringify({ ...standard, ...settings }));
      return file;
    },
    async close() {
      await Promise.all([subgraph.close(), identity.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const gatewayMain = (tree: string): string => join(tree, 'gateway/main.js');
export const auditedEnvironment = { GORDIAN_CLIENT_SECRET: 'only for tests' } as const;
