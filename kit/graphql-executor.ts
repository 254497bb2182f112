// Apollo Server behind one function, with everything off that a subgraph behind a gateway does not need, and a schema
// that can be replaced while requests run: each request keeps the server on which it began.

import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Log } from './log.ts';
import { maskedError, type RequestScope } from './masked-error.ts';

export interface GraphqlExecutor<Context extends BaseContext> {
  /** `body` is the parsed JSON of a POST. Never rejects for what is wrong with the request. */
  execute(
    body: unknown,
    headers: Readonly<Record<string, unknown>>,
    context: Context & RequestScope,
  ): Promise<HTTPGraphQLResponse>;
  /** Requests that begin afterwards see the new schema; the old one ends with its last request. */
  replaceSchema(schema: GraphQLSchema): Promise<void>;
  stop(): Promise<void>;
}

export async function createGraphqlExecutor<Context extends BaseContext>(
  schema: GraphQLSchema,
  log: Log,
): Promise<GraphqlExecutor<Context>> {
  const scopes = new AsyncLocalStorage<RequestScope>();
  let server = await startServer<Context>(schema, scopes, log);

  return {
    execute: (body, headers, context) => {
      const httpGraphQLRequest = { method: 'POST', search: '', headers: headerMap(headers), body };
      return scopes.run(context, () =>
        server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context }),
      );
    },
    replaceSchema: async (next) => {
      const old = server;
      server = await startServer<Context>(next, scopes, log);
      await old.stop();
    },
    stop: () => server.stop(),
  };
}

async function startServer<Context extends BaseContext>(
  schema: GraphQLSchema,
  scopes: AsyncLocalStorage<RequestScope>,
  log: Log,
): Promise<ApolloServer<Context>> {
  const server = new ApolloServer<Context>({
    schema,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) =>
      maskedError(formatted, error, scopes.getStore() ?? { requestId: 'unknown', log }),
    logger: log,
    nodeEnv: 'production',
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await server.start();
  return server;
}

function headerMap(headers: Readonly<Record<string, unknown>>): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') map.set(name, value);
  return map;
}
