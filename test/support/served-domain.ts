// A domain as it is deployed, but in this process: over its own database role, behind the rule tree, reached by HTTP with a
// signed gateway assertion whose keys it fetches by HTTP too.
import { readFileSync } from 'node:fs';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { fixedClock } from '../../kit/clock.ts';
import { createAssertionVerifier } from '../../kit/gateway-assertion.ts';
import { silentLog } from '../../kit/log.ts';
import { observeFields } from '../../kit/observed-sql/observe-fields.ts';
import type { SqlObserver } from '../../kit/observed-sql/sql-observer.ts';
import { packageFile } from '../../kit/package-files.ts';
import { serveSubgraph } from '../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../kit/subgraph-schema.ts';
import { protectSubgraph } from '../../policies/subgraph/protect-subgraph.ts';
import { type DomainParts, openDomain } from './domain-under-test.ts';
import { forDocument, serveGatewayKeys } from './gateway-keys.ts';
import { type ClientAnswer, sendBody } from './graphql-client.ts';
import type { TestDatabase } from './postgres.ts';
import { connectSocket, type SocketClient } from './socket-client.ts';

export interface ServedDomain {
  readonly url: string;
  /** As the domain's own role, which sees its own schema only. */
  readonly database: TestDatabase;
  /** Asks as the gateway does for this caller. */
  ask(caller: Caller, query: string, variables?: object): Promise<ClientAnswer>;
  /** A WebSocket as the gateway opens it for this caller, with an operation under the id 1. */
  listen(caller: Caller, query: string, variables?: object): Promise<SocketClient>;
  stop(): Promise<void>;
}

export function callerWith(...scopes: string[]): Caller {
  return { ...anonymous, subject: 'tester', client: 'test', scopes: new Set(scopes) };
}

/** @param observer looks at what is asked, as the process of the domain has it */
export async function serveDomain(parts: DomainParts, observer?: SqlObserver): Promise<ServedDomain> {
  const { name, resolvers, createLoaders, now } = parts;
  const { database } = await openDomain(parts);
  const open = subgraphSchema(readFileSync(packageFile(`subgraphs/${name}/schema.graphql`), 'utf8'), resolvers);
  const schema = observer ? observeFields(open) : open;
  const keys = await serveGatewayKeys();
  const server = await serveSubgraph({
    name,
    schema: protectSubgraph(schema, { domain: name, region: 'US' }),
    database,
    createLoaders,
    verifyAssertion: createAssertionVerifier({ jwksUrl: keys.jwksUrl, audience: name }),
    port: 0,
    clock: fixedClock(now),
    log: silentLog,
    observer,
  });
  return {
    url: server.url,
    database,
    ask: async (caller, query, variables) => {
      const authorization = await keys.authorizationFor(name, forDocument(query), caller);
      return sendBody(server.url, JSON.stringify({ query, variables }), { authorization });
    },
    listen: async (caller, query, variables) => {
      const authorization = await keys.authorizationFor(name, forDocument(query), caller);
      const client = await connectSocket(server.url, undefined, { headers: { authorization } });
      client.subscribe('1', query, variables);
      return client;
    },
    stop: async () => {
      await server.close();
      await keys.close();
      await database.drop();
    },
  };
}
