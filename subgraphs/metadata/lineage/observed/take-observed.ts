// Takes what a domain has seen of itself into the graph: columns feed fields, by the process of the domain as the job.
import type { Database } from '../../../../kit/postgres.ts';
import { fieldUrn } from '../../../../schema/contract/field-source.ts';
import type { Reporter } from '../../registry/reporter.ts';
import { type DescribedServer, urnOfIdentity } from '../identity.ts';
import { jobNode, jobUrn } from '../openlineage/name-nodes.ts';
import { lockEdges } from '../queries/edges.ts';
import { type NewNode, type NodeIdentity, nodesByUrn, upsertNodes } from '../queries/nodes.ts';
import { saveSeen } from '../queries/observed-columns.ts';
import { registeredServers, serversOfDomain } from '../queries/servers.ts';

export interface ObservedReport {
  readonly domain: string;
  /** The server as the process reaches it, `postgres://127.0.0.1:4008`, and the database there. */
  readonly namespace: string;
  readonly database: string;
  readonly edges: readonly {
    readonly schema: string;
    readonly table: string;
    readonly column: string;
    readonly field: string;
    readonly transform: 'DIRECT' | 'INDIRECT';
  }[];
}

/** @returns the position in the log of what changed; null when nothing did */
export async function takeObserved(
  database: Database,
  report: ObservedReport,
  { domains }: Reporter,
  now: Date,
): Promise<number | null> {
  return database.transaction(async (transaction) => {
    const servers = await registeredServers(transaction);
    const own = await serversOfDomain(transaction, report.domain);
    const job = { namespace: 'gordian', name: report.domain };
    const columns = new Map<string, NewNode>();
    const edges = report.edges.map(({ schema, table, column, field, transform }) => {
      const identity = identityOf(report, { schema, table, column }, own);
      const from = urnOfIdentity(identity, servers);
      columns.set(from, columnNode(from, identity));
      return { from, to: fieldUrn(field), transform };
    });
    await upsertNodes(transaction, [...columns.values(), jobNode(job)], 'run');
    await lockEdges(transaction);
    const [node] = await nodesByUrn(transaction, [jobUrn(job)]);
    return saveSeen(transaction, edges, { job: node!.id, domains: [...domains], now });
  });
}

/**
 * A process often reaches its server by another name than the contracts give it, and the database may have another name in each
 * environment. Then the schema tells which of the servers of the domain it is.
 */
function identityOf(
  { namespace, database }: ObservedReport,
  { schema, table, column }: { readonly schema: string; readonly table: string; readonly column: string },
  own: readonly DescribedServer[],
): NodeIdentity {
  const alike = own.filter((server) => server.schema === schema);
  const isNamed = (server: DescribedServer) => server.namespace === namespace && server.database === database;
  const described = alike.find(isNamed) ?? (alike.length === 1 ? alike[0]! : { namespace, database });
  return { namespace: described.namespace, name: `${described.database}.${schema}.${table}`, field: column };
}

function columnNode(urn: string, identity: NodeIdentity): NewNode {
  const label = `${identity.name}.${identity.field}`;
  return { urn, kind: 'COLUMN', label, coordinate: null, productUrn: null, identity };
}
