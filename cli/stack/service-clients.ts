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
  /** Runs the examples of all products from time to time; no user of any. */
  readonly examples: ServiceClient;
  /** By subgraph name; each reports its own watermarks, what came of its quality checks, and which columns its fields are made from. */
  readonly subgraphs: ReadonlyMap<string, ServiceClient>;
  readonly all: readonly ServiceClient[];
}

const subgraphScopes = ['gordian:sla:write', 'gordian:quality:write', 'gordian:lineage:write'];

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
    folders.map((folder) => [folder.name, createClient(`subgraph-${folder.name}`, subgraphScopes, domainsOf(folder))]),
  );
  const examples = createClient('examples', ['gordian:quality:write', 'gordian:synthetic'], folders.flatMap(domainsOf));
  return { registrar, gateway, examples, subgraphs, all: [registrar, gateway, examples, ...subgraphs.values()] };
}

function createClient(id: string, scopes: readonly string[], domains: readonly string[] = []): ServiceClient {
  return { id, secret: randomBytes(32).toString('base64url'), scopes, domains };
}

/** As its contracts say. */
function domainsOf({ contracts }: SubgraphFolder): string[] {
  return [...new Set(contracts.map(({ text }) => String((parse(text) as { domain?: unknown } | null)?.domain)))];
}
