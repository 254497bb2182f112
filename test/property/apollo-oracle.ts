// Apollo's gateway over the same in-process subgraphs and worlds: a second oracle, where it is right.
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { parse } from 'graphql';
import type { SubgraphTransport } from '../../gateway/execute/subgraph-transport.ts';
import { Ending } from '../../kit/ending.ts';
import type { Differential } from './differential.ts';

type GatewayExecutor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type DataSourceRequest = Parameters<GraphQLDataSource['process']>[0];

export interface ApolloOracle {
  /** @returns the data as text; null when it gave none */
  readonly ask: (
    query: string,
    variables: Readonly<Record<string, unknown>>,
    subgraphs: SubgraphTransport,
  ) => Promise<string | null>;
  readonly stop: () => Promise<void>;
}

export async function startApolloOracle({ supergraphSdl, schema }: Differential): Promise<ApolloOracle> {
  let subgraphs: SubgraphTransport;
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => ({ process: (options) => processIn(subgraphs, name, options) }),
  });
  const { executor } = await gateway.load();
  return {
    async ask(query, variables, reading) {
      subgraphs = reading;
      const context = {
        request: { query, variables },
        document: parse(query),
        source: query,
        queryHash: query,
        operationName: null,
        metrics: {},
        schema,
        context: {},
        overallCachePolicy: {},
        cache: undefined,
      };
      const { data } = await executor(context as unknown as Parameters<GatewayExecutor>[0]);
      return data ? JSON.stringify(data) : null;
    },
    stop: () => gateway.stop(),
  };
}

async function processIn(subgraphs: SubgraphTransport, subgraph: string, { request }: DataSourceRequest) {
  const { query, variables } = request;
  const body = JSON.stringify({ query, variables });
  const answer = await subgraphs.send({ subgraph, operationKind: 'query', body, headers: {} }, new Ending());
  if (answer.kind === 'fault') throw new Error(answer.code);
  return JSON.parse(Buffer.from(answer.body).toString());
}
