// The OAuth2 clients of the demo's processes: one each, with only the scopes it needs and a secret made at every start.
import { randomBytes } from 'node:crypto';

export interface ServiceClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

export interface ServiceClients {
  /** Publishes contracts and schemas, as a domain's CI would. */
  readonly registrar: ServiceClient;
  readonly gateway: ServiceClient;
  /** By subgraph name; each reports its own watermarks. */
  readonly subgraphs: ReadonlyMap<string, ServiceClient>;
  readonly all: readonly ServiceClient[];
}

export function createServiceClients(subgraphNames: readonly string[]): ServiceClients {
  const registrar = createClient('registrar', ['gordian:contract:write']);
  const gateway = createClient('gateway', [
    'gordian:supergraph:read',
    'gordian:audit:write',
    'gordian:grants:read',
    'gordian:usage:write',
  ]);
  const subgraphs = new Map(
    subgraphNames.map((name) => [name, createClient(`subgraph-${name}`, ['gordian:sla:write'])]),
  );
  return { registrar, gateway, subgraphs, all: [registrar, gateway, ...subgraphs.values()] };
}

function createClient(id: string, scopes: readonly string[]): ServiceClient {
  return { id, secret: randomBytes(32).toString('base64url'), scopes };
}
