// The OAuth2 clients of the demo's processes: one each, with only the scopes it needs and a secret made at every start.
import { randomBytes } from 'node:crypto';
import { parse } from 'yaml';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';

export interface ServiceClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** Of the products on which it reports, and of the subgraphs that it registers. */
  readonly domains: readonly string[];
}

export interface ServiceClients {
  /** Publishes contracts and schemas, as a domain's CI would. */
  readonly registrar: ServiceClient;
  readonly gateway: ServiceClient;
  /** By subgraph name; each reports its own watermarks and what came of its quality checks. */
  readonly subgraphs: ReadonlyMap<string, ServiceClient>;
  readonly all: readonly ServiceClient[];
}

/** @param more further scopes of the registrar */
export function createServiceClients(folders: readonly SubgraphFolder[], more: readonly string[] = []): ServiceClients {
  const registrar = createClient('registrar', ['gordian:contract:write', ...more], ['*']);
  const gateway = createClient('gateway', [
    'gordian:supergraph:read',
    'gordian:audit:write',
    'gordian:grants:read',
    'gordian:usage:write',
  ]);
  const subgraphs = new Map(
    folders.map((folder) => [
      folder.name,
      createClient(`subgraph-${folder.name}`, ['gordian:sla:write', 'gordian:quality:write'], domainsOf(folder)),
    ]),
  );
  return { registrar, gateway, subgraphs, all: [registrar, gateway, ...subgraphs.values()] };
}

function createClient(id: string, scopes: readonly string[], domains: readonly string[] = []): ServiceClient {
  return { id, secret: randomBytes(32).toString('base64url'), scopes, domains };
}

/** As its contracts say. */
function domainsOf({ contracts }: SubgraphFolder): string[] {
  return [...new Set(contracts.map(({ text }) => String((parse(text) as { domain?: unknown } | null)?.domain)))];
}
