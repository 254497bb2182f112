// Lineage as Marquez answers it, for tools that know its API. They bring an access token of a service; secrets are known to none.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GordianError } from '../../../../kit/errors.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../../kit/serve-subgraph.ts';
import type { KnownTargetsStore } from '../../access/known-targets-store.ts';
import type { ServiceCallers } from '../../registry/service-caller.ts';
import type { LineageFollower } from '../index/follow-lineage.ts';
import { createLineageLoaders, type GraphView, type LineageLoaders } from '../loaders.ts';
import { positionHeader } from '../openlineage/routes.ts';
import { datasetCount, datasetsOfNamespace, namespaces } from '../queries/datasets.ts';
import { fieldsOfDatasets, type NodeRow, nodeByIdentity } from '../queries/nodes.ts';
import { type IsRedacted, nodesUnknownTo } from '../redaction.ts';
import { type Walk, walkLineage } from '../walk.ts';
import { describeField, describer } from './describe.ts';
import { marquezGraph, type ShownNode } from './graph.ts';
import { readNodeId } from './node-id.ts';

const asked = z.object({
  depth: z.coerce.number().int().min(1).max(20).default(20),
  withDownstream: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});
/** Of an answer. */
const maxNodes = 1_000;
const maxFields = 200;

interface Surroundings {
  readonly database: Queries;
  readonly load: LineageLoaders;
  readonly view: GraphView;
  readonly isRedacted: IsRedacted;
}

export function addMarquezRoutes(
  app: FastifyInstance,
  { database, clock }: Pick<SubgraphServices, 'database' | 'clock'>,
  identify: ServiceCallers,
  { follower, known }: { readonly follower: LineageFollower; readonly known: Pick<KnownTargetsStore, 'knownToAll'> },
): void {
  const forReaders = {
    onRequest: async (request: { headers: { authorization?: string } }) => {
      await identify(request.headers.authorization, 'gordian:lineage:read');
    },
  };
  const surroundings = async (headers: Readonly<Record<string, unknown>>): Promise<Surroundings> => {
    const load = createLineageLoaders(database, follower, clock.now());
    const view = await load.view({ at: null, position: Number(headers[positionHeader]) || null });
    const { unknown } = await known.knownToAll(database);
    const hidden = nodesUnknownTo({ isKnown: () => false, unknown }, await load.secrets(unknown));
    return { database, load, view, isRedacted: ({ urn }) => hidden.has(urn) };
  };

  app.get('/api/v1/lineage', forReaders, async ({ query, headers }) => {
    const { depth } = readQuery(query);
    const around = await surroundings(headers);
    const root = await nodeOf(query, around);
    const walk = await walkLineage(around.load, around.view, [root.id], { direction: 'BOTH', depth, limit: maxNodes });
    const nodes = shownNodes(walk, around.isRedacted);
    return {
      ...marquezGraph(nodes, walk.edges, await describer(database, nodes, around.isRedacted)),
      ...trustIn(walk, around),
    };
  });

  app.get('/api/v1/column-lineage', forReaders, async ({ query, headers }) => {
    const { depth, withDownstream } = readQuery(query);
    const around = await surroundings(headers);
    const roots = await fieldsOf(await nodeOf(query, around), around);
    const direction = withDownstream ? 'BOTH' : 'UPSTREAM';
    const walk = await walkLineage(around.load, around.view, roots, { direction, depth, limit: maxNodes });
    const nodes = shownNodes(walk, around.isRedacted).filter(({ field }) => field !== null);
    return { ...marquezGraph(nodes, walk.edges, describeField(nodes, walk.edges)), ...trustIn(walk, around) };
  });

  app.get('/api/v1/namespaces', forReaders, async ({ query }) => {
    const { limit } = readQuery(query);
    const names = await namespaces(database, '', limit);
    return { namespaces: names.map((name) => ({ name, ownerName: null, description: null, isHidden: false })) };
  });

  app.get<{ Params: { namespace: string } }>(
    '/api/v1/namespaces/:namespace/datasets',
    forReaders,
    async ({ params, query }) => {
      const page = readQuery(query);
      const { isRedacted } = await surroundings({});
      const listed = await datasetsOfNamespace(database, params.namespace, page);
      const nodes = listed.map((dataset) => ({ ...dataset, field: null }));
      const describe = await describer(database, nodes, isRedacted);
      return { totalCount: await datasetCount(database, params.namespace), datasets: nodes.map(describe) };
    },
  );
}

/** @throws GordianError BAD_USER_INPUT */
function readQuery(query: unknown): z.infer<typeof asked> {
  const read = asked.safeParse(query);
  if (read.success) return read.data;
  const argument = read.error.issues[0]!.path.join('.');
  throw new GordianError('BAD_USER_INPUT', `\`${argument}\` is out of bounds: ${read.error.issues[0]!.message}.`, {
    details: { argument },
  });
}

/** @throws GordianError NOT_FOUND for what is not in the graph, or secret */
async function nodeOf(query: unknown, { database, isRedacted }: Surroundings): Promise<NodeRow> {
  const { what, identities } = readNodeId((query as { nodeId?: unknown }).nodeId);
  for (const identity of identities) {
    const node = await nodeByIdentity(database, identity, what);
    if (node !== null && !isRedacted(node)) return node;
  }
  throw new GordianError('NOT_FOUND', 'The lineage graph has no such node.');
}

async function fieldsOf(node: NodeRow, { database, isRedacted }: Surroundings): Promise<number[]> {
  if (node.field !== null) return [node.id];
  const fields = await fieldsOfDatasets(database, { namespace: node.namespace!, name: node.name! }, maxFields);
  return fields.filter((field) => !isRedacted(field)).map(({ id }) => id);
}

/** A name that tells nothing, where nobody may know the one it has. */
function shownNodes({ nodes }: Walk, isRedacted: IsRedacted): ShownNode[] {
  const ordered = [...nodes].sort((a, b) => Number(isRedacted(a)) - Number(isRedacted(b)));
  return ordered.map((node, place) =>
    isRedacted(node) ? { ...node, namespace: 'redacted', name: `${place}`, field: `${place}` } : node,
  );
}

/** Beside what Marquez says, how far it can be trusted. */
function trustIn({ cutReason }: Walk, { view }: Surroundings) {
  const { asOf, indexLagSeconds } = view;
  return { complete: cutReason === null, cutReason, asOf, indexLagSeconds };
}
