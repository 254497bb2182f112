// Two subgraphs that say in every value which publication they were asked for: its number is in the URL that it registers. An answer
// that mixes two publications shows it.
import { startHttpStub } from '../support/http-stub.ts';

export interface VersionedSubgraphs {
  /** The body of a registration. */
  registration(publication: number): object;
  close(): Promise<void>;
}

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])';
const alpha = `${link}
type Query { item: Item }
type Item @key(fields: "id") { id: ID! one: String nick: String }
`;
const beta = `${link}
type Item @key(fields: "id") { id: ID! two: String }
`;

export async function startVersionedSubgraphs(): Promise<VersionedSubgraphs> {
  const stub = await startHttpStub(({ path }) => {
    const [, publication, name] = path.split('/');
    const data =
      name === 'alpha'
        ? { item: { __typename: 'Item', id: '1', one: publication, nick: 'nick' } }
        : { _entities: [{ two: publication }] };
    return { status: 200, body: { data } };
  });
  const subgraph = (name: string, sdl: string, types: Readonly<Record<string, readonly string[]>>, at: number) => ({
    name,
    url: `${stub.url}/${at}/${name}`,
    sdl,
    sdlFile: `subgraphs/${name}/schema.graphql`,
    contracts: [{ file: `subgraphs/${name}/contract.yaml`, text: contractOf(name, types) }],
  });
  return {
    registration: (publication) => ({
      sourceRevision: `publication ${publication}`,
      subgraphs: [
        subgraph('alpha', alpha, { Query: ['item'], Item: ['id', 'one', 'nick'] }, publication),
        subgraph('beta', beta, { Item: ['two'] }, publication),
      ],
    }),
    close: () => stub.close(),
  };
}

function contractOf(name: string, types: Readonly<Record<string, readonly string[]>>): string {
  const schema = Object.entries(types).map(([type, fields]) => {
    const properties = fields.map((field) => {
      const isKey = field === 'id' ? ', required: true, primaryKey: true' : '';
      return `      - { name: ${field}, logicalType: ${field === 'item' ? 'object' : 'string'}, classification: public${isKey}, physicalName: ${field} }`;
    });
    return `  - name: ${type}\n${type === 'Query' ? '' : `    physicalName: ${type.toLowerCase()}\n`}    properties:\n${properties.join('\n')}`;
  });
  return `apiVersion: v3.2.0
kind: DataContract
id: ${name}/${name}
name: ${name}
version: 1.0.0
status: active
domain: ${name}
team: { name: Team ${name} }
servers:
  - { server: ${name}, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: ${name} }
schema:
${schema.join('\n')}
`;
}
