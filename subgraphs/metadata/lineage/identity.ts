// One thing, one node, whoever names it. Contracts name a column by the server it is on (`postgres://orders#orders.line.amount`),
// pipelines by OpenLineage: a namespace (`postgres://127.0.0.1:4008`), a name there (`gordian.orders.line`) and a field. The
// servers of the contracts say which is which; what no contract describes keeps the name that OpenLineage gives it.
import type { Server } from '../../../schema/contract/contract.ts';
import { coordinateOfUrn, fieldUrn } from '../../../schema/contract/field-source.ts';
import type { NodeIdentity, NodeKind } from './queries/nodes.ts';

/** A database schema that a contract describes, and what pipelines call it. */
export interface DescribedServer {
  readonly server: string;
  readonly namespace: string;
  readonly database: string;
  readonly schema: string;
}

/** Each name once; of what several contracts describe, what the first one says. */
export function describedServers(servers: readonly Server[]): DescribedServer[] {
  const described = servers.flatMap(({ server, schema, database }) =>
    database === null || schema === null
      ? []
      : [{ server, schema, namespace: database.namespace, database: database.name }],
  );
  return [...new Map([...described].reverse().map((server) => [server.server, server])).values()].reverse();
}

export function isProduct(urn: string): boolean {
  return urn.startsWith('gordian:product:');
}

/** The type of a field, the table of a column (`schema.table.column`); types, tables and products are their own. */
export function datasetOf(urn: string): string {
  const [namespace = '', name, field] = urn.split('#');
  if (name === undefined) return urn;
  if (field !== undefined) return `${namespace}#${name}`;
  const parts = name.split('.');
  const length = coordinateOfUrn(urn) === null ? 2 : 1;
  return `${namespace}#${parts.slice(0, length).join('.')}`;
}

/** `orders` of `postgres://orders#orders.line`; null for what is on no server. */
export function serverOfUrn(urn: string): string | null {
  return /^postgres:\/\/([^#]+)#/.exec(urn)?.[1] ?? null;
}

/** What OpenLineage calls the node of a URN that a contract or a schema gives it; null for products. */
export function identityOfUrn(urn: string, servers: readonly DescribedServer[]): NodeIdentity | null {
  if (isProduct(urn)) return null;
  const [, namespace = '', name = ''] = /^([^#]*)#(.*)$/.exec(urn) ?? [];
  const dataset = datasetOf(urn).slice(namespace.length + 1);
  const field = dataset === name ? null : name.slice(dataset.length + 1);
  const server = servers.find((candidate) => candidate.server === serverOfUrn(urn));
  if (server === undefined) return { namespace, name: dataset, field };
  return { namespace: server.namespace, name: `${server.database}.${dataset}`, field };
}

/** The URN of what OpenLineage names. */
export function urnOfIdentity({ namespace, name, field }: NodeIdentity, servers: readonly DescribedServer[]): string {
  const coordinate = field === null ? name : `${name}.${field}`;
  if (namespace === graphNamespace) return fieldUrn(coordinate);
  const server = servers.find(
    (candidate) => candidate.namespace === namespace && name.startsWith(`${candidate.database}.${candidate.schema}.`),
  );
  if (server) return `postgres://${server.server}#${coordinate.slice(server.database.length + 1)}`;
  return `${escaped(namespace)}#${escaped(name)}${field === null ? '' : `#${escaped(field)}`}`;
}

const graphNamespace = 'graphql://gordian';

/** A `#` or a blank in a name would make it two. */
function escaped(part: string): string {
  return part.replace(/[\s#%]/g, encodeURIComponent);
}

export function kindOfIdentity({ namespace, field }: NodeIdentity): NodeKind {
  if (namespace === graphNamespace) return field === null ? 'GRAPHQL_TYPE' : 'GRAPHQL_FIELD';
  if (field !== null) return 'COLUMN';
  return namespace.startsWith('kafka://') ? 'TOPIC' : 'TABLE';
}
