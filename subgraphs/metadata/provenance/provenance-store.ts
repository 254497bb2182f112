// Holds the snapshot that provenance is answered from, and makes a new one when a registration or a report changes it.
import type { Clock } from '../../../kit/clock.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { isSecret } from '../../../policies/compiler/derived.ts';
import { allProducts, currentFields, versionsInForce } from '../catalogue/queries.ts';
import { type Evidence, evidenceAt, freshnessSlas } from '../freshness/queries.ts';
import { createColumnSources } from '../lineage/column-sources.ts';
import { currentEdges } from '../lineage/queries/edges.ts';
import { currentNodes } from '../lineage/queries/nodes.ts';
import {
  describeEntities,
  type EntityRecord,
  emptySnapshot,
  evidenceKey,
  type ProvenanceSnapshot,
} from './snapshot.ts';

export interface ProvenanceStore {
  snapshot(): ProvenanceSnapshot;
  /** After a registration. */
  reload(database: Queries, entityTypes: ReadonlySet<string>): Promise<void>;
  /** After a report of freshness, here or in another process. */
  refreshEvidence(database: Queries): Promise<void>;
}

export function createProvenanceStore(clock: Clock): ProvenanceStore {
  let current = emptySnapshot;
  return {
    snapshot: () => current,
    reload: async (database, entityTypes) => {
      const { entities, hasSecrets } = await readEntities(database, entityTypes);
      current = { entities, hasSecrets, evidence: await readEvidence(database, entities, clock.now()) };
    },
    refreshEvidence: async (database) => {
      const { entities, hasSecrets } = current;
      const evidence = await readEvidence(database, entities, clock.now());
      // A registration that came in between has read newer evidence itself.
      if (current.entities === entities) current = { entities, hasSecrets, evidence };
    },
  };
}

async function readEvidence(
  database: Queries,
  entities: ReadonlyMap<string, EntityRecord>,
  now: Date,
): Promise<ReadonlyMap<string, Evidence>> {
  const watched = [...entities.values()].flatMap(({ product, promises }) => [
    { productId: product.id, element: '' },
    ...promises.map(({ productId, element }) => ({ productId, element })),
  ]);
  const distinct = [...new Map(watched.map((key) => [evidenceKey(key), key])).values()];
  const evidence = await evidenceAt(database, distinct, now);
  return new Map(distinct.map((key, index) => [evidenceKey(key), evidence[index]!]));
}

async function readEntities(
  database: Queries,
  entityTypes: ReadonlySet<string>,
): Promise<Pick<ProvenanceSnapshot, 'entities' | 'hasSecrets'>> {
  const [products, versions, fields, slas, nodes, edges] = await Promise.all([
    allProducts(database),
    versionsInForce(database),
    currentFields(database),
    freshnessSlas(database),
    currentNodes(database),
    currentEdges(database),
  ]);
  const columnSources = createColumnSources(nodes, edges);
  return {
    entities: describeEntities({ entityTypes, products, versions, fields, slas, columnSources }),
    hasSecrets: fields.some(isSecret),
  };
}
