// @apollo/gateway under @apollo/server: `apollo-process.js SUPERGRAPH [--undici]`. As they come, or with a data source that
// fetches with undici.
import { readFileSync } from 'node:fs';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Pool } from 'undici';

const [supergraphFile, undici] = process.argv.slice(2);

function undiciSource(url: string): GraphQLDataSource {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: 128 });
  return {
    async process({ request: { query, variables, operationName } }) {
      const { body } = await pool.request({
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
      });
      return (await body.json()) as Awaited<ReturnType<GraphQLDataSource['process']>>;
    },
  };
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraphFile!, 'utf8'),
  ...(undici === '--undici' && { buildService: ({ url }) => undiciSource(url!) }),
});
const server = new ApolloServer({ gateway });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(process.env.PORT) } });
