// Apollo Server behind one function, with everything off that a subgraph behind a gateway does not need, and a schema
// that can be replaced while requests run: each request keeps the server on which it began.

import {
  ApolloServer,
  type ApolloServerPlugin,
  type BaseContext,
  type GraphQLRequestContextDidEncounterErrors,
  HeaderMap,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
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
  let server = await startServer<Context>(schema, log);

  return {
    execute: (body, headers, context) => {
      const httpGraphQLRequest = { method: 'POST', search: '', headers: headerMap(headers), body };
      return server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context });
    },
    replaceSchema: async (next) => {
      const old = server;
      server = await startServer<Context>(next, log);
      await old.stop();
    },
    stop: () => server.stop(),
  };
}

async function startServer<Context extends BaseContext>(
  schema: GraphQLSchema,
  log: Log,
): Promise<ApolloServer<Context>> {
  const scopes = scopesOfErrors();
  const server = new ApolloServer<Context>({
    schema,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskedError(formatted, error, scopes.of(error) ?? { requestId: 'unknown', log }),
    logger: log,
    nodeEnv: 'production',
    plugins: [
      scopes.plugin,
      // Left on, it wraps every resolver of every request.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await server.start();
  return server;
}

/**
 * The request that an error belongs to, which Apollo Server does not tell when it asks for the formatted error. An
 * AsyncLocalStorage would know too, but while one is in use Node pays for every promise of the process.
 */
function scopesOfErrors(): { plugin: ApolloServerPlugin<BaseContext>; of(error: unknown): RequestScope | undefined } {
  const scopes = new WeakMap<object, RequestScope>();
  const listener = {
    didEncounterErrors: async ({ errors, contextValue }: GraphQLRequestContextDidEncounterErrors<BaseContext>) => {
      for (const error of errors) scopes.set(error, contextValue as RequestScope);
    },
  };
  return { plugin: { requestDidStart: async () => listener }, of: (error) => scopes.get(error as object) };
}

function headerMap(headers: Readonly<Record<string, unknown>>): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') map.set(name, value);
  return map;
}
