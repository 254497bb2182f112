// A domain as it is deployed, but in this process: over its own database role, behind the rule tree, reached by HTTP with a
// signed gateway assertion whose keys it fetches by HTTP too.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { fixedClock } from '../../kit/clock.ts';
import { type AssertionSigner, createAssertionSigner, createAssertionVerifier } from '../../kit/gateway-assertion.ts';
import { silentLog } from '../../kit/log.ts';
import { migrate } from '../../kit/migrate.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase, type Database } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { seedOnce } from '../../kit/seed-once.ts';
import { serveSubgraph } from '../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../kit/subgraph-schema.ts';
import { protectSubgraph } from '../../policies/protect-subgraph.ts';
import type { DomainParts } from './domain-under-test.ts';
import { type ClientAnswer, sendBody } from './graphql-client.ts';
import { createTestDatabase } from './postgres.ts';

export interface ServedDomain {
  readonly url: string;
  /** As the domain's own role, which sees its own schema only. */
  readonly database: Database;
  /** Asks as the gateway does for this caller. */
  ask(caller: Caller, query: string, variables?: object): Promise<ClientAnswer>;
  stop(): Promise<void>;
}

export function callerWith(...scopes: string[]): Caller {
  return { ...anonymous, subject: 'tester', client: 'test', scopes: new Set(scopes) };
}

export async function serveDomain(parts: DomainParts): Promise<ServedDomain> {
  const { name, resolvers, createLoaders, seed, now } = parts;
  const folder = packageFile(`subgraphs/${name}`);
  const administrator = await createTestDatabase();
  const url = await provisionDomain(administrator.url, { domain: name, password: 'only-for-tests' });
  const database = createDatabase({ url, applicationName: 'test' });
  await migrate(database, `${folder}/migrations`);
  await seedOnce({ database, name, now, seed, progress: () => {} });

  const signer = await createAssertionSigner();
  const keys = await serveKeys(signer);
  const server = await serveSubgraph({
    name,
    schema: protectSubgraph(subgraphSchema(readFileSync(`${folder}/schema.graphql`, 'utf8'), resolvers), {
      domain: name,
    }),
    database,
    createLoaders,
    verifyAssertion: createAssertionVerifier({ jwksUrl: addressOf(keys), audience: name }),
    port: 0,
    clock: fixedClock(now),
    log: silentLog,
  });
  return {
    url: server.url,
    database,
    ask: async (caller, query, variables) => {
      const assertion = await signer.sign({ audience: name, caller, internal: [], policyVersion: 'test' });
      return sendBody(server.url, JSON.stringify({ query, variables }), { authorization: `Bearer ${assertion}` });
    },
    stop: async () => {
      await server.close();
      keys.close();
      await database.close();
      await administrator.drop();
    },
  };
}

async function serveKeys(signer: AssertionSigner): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(signer.jwks()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
