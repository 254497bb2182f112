// A gateway with an audit, on a small graph of its own: one subgraph that answers whatever is asked, a metadata service that takes
// the audit over, and rules that restrict one field.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readGatewayConfig } from '../../../gateway/config.ts';
import { createGateway } from '../../../gateway/create-gateway.ts';
import type { Gateway } from '../../../gateway/gateway.ts';
import { createGatewayServer } from '../../../gateway/server.ts';
import { createLog } from '../../../kit/log.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { plannerWorker } from '../../support/planner-worker.ts';
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
    const renamed = /(\w+):\s*rename\b/.exec(query)?.[1];
    if (renamed) return { status: 200, body: { data: { [renamed]: 'done' } } };
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

export interface AuditedGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly folder: string;
  readonly subgraph: HttpStub;
  /** Lines of the log with this event. */
  logged(event: string): readonly unknown[];
  close(): Promise<void>;
}

/** A gateway of this process on a world of its own. */
export async function serveAuditedGateway(settings: object): Promise<AuditedGateway> {
  const world = await startAuditedWorld(async () => 'a token');
  const lines: { readonly event?: string }[] = [];
  const log = createLog({ name: 'gateway', destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  const config = readGatewayConfig(world.configure(settings), auditedEnvironment);
  const gateway = await createGateway(config, log, plannerWorker());
  const server = createGatewayServer(gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gateway,
    folder: world.folder,
    subgraph: world.subgraph,
    logged: (event) => lines.filter((line) => line.event === event),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.generations.stop();
      await gateway.audit.stop();
      await world.close();
    },
  };
}
