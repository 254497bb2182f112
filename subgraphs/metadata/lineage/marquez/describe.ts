// What is told of datasets, jobs and fields besides their edges, in the words of Marquez.
import type { Queries } from '../../../../kit/postgres.ts';
import { groupBy } from '../../group-by.ts';
import { type FacetRow, facetsOfNodes, fieldsOfDatasetNodes } from '../queries/datasets.ts';
import type { EdgeRow } from '../queries/edges.ts';
import type { IsRedacted } from '../redaction.ts';
import type { ShownNode } from './graph.ts';

/** Of datasets and jobs. */
export async function describer(
  database: Queries,
  nodes: readonly ShownNode[],
  isRedacted: IsRedacted,
): Promise<(node: ShownNode) => object> {
  const ids = nodes.map(({ id }) => id);
  const facets = groupBy(await facetsOfNodes(database, ids), ({ node }) => node);
  const fields = groupBy(await fieldsOfDatasetNodes(database, ids), ({ dataset }) => dataset);
  return (node) => {
    const own = facets.get(node.id) ?? [];
    const { namespace, name } = node;
    const common = {
      id: { namespace, name },
      namespace,
      name,
      description: facet(own, 'documentation')?.description ?? null,
      updatedAt: latest(own),
    };
    if (node.kind === 'JOB') return { ...common, type: 'BATCH', simpleName: name };
    const columns = fields.get(node.id) ?? [];
    const secret = new Set(columns.filter(isRedacted).map(({ field }) => field));
    const shown = reportedFields(own) ?? columns.map(({ field }) => ({ name: field, type: null }));
    return {
      ...common,
      type: node.kind === 'TOPIC' ? 'STREAM' : 'DB_TABLE',
      physicalName: name,
      sourceName: facet(own, 'dataSource')?.name ?? namespace,
      fields: shown.filter(({ name: field }) => !secret.has(field)),
      tags: [],
    };
  };
}

/** Of a field: what it is made from directly. */
export function describeField(nodes: readonly ShownNode[], edges: readonly EdgeRow[]): (node: ShownNode) => object {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const into = groupBy(edges, ({ dst }) => dst);
  return ({ id, namespace, name, field }) => {
    const sources = (into.get(id) ?? []).flatMap((edge) => {
      const source = byId.get(edge.src);
      return source?.field == null ? [] : [{ edge, source }];
    });
    const isMasked = sources.length > 0 && sources.every(({ edge }) => edge.masking);
    return {
      namespace,
      dataset: name,
      field,
      fieldType: null,
      transformationDescription: null,
      transformationType: sources.length === 0 ? null : isMasked ? 'MASKED' : (sources[0]!.edge.subtype ?? 'IDENTITY'),
      inputFields: sources.map(({ source, edge }) => ({
        namespace: source.namespace,
        dataset: source.name,
        field: source.field,
        transformationType: edge.masking ? 'MASKED' : edge.subtype,
      })),
    };
  };
}

function facet(facets: readonly FacetRow[], name: string): FacetRow['body'] | undefined {
  return facets.find((row) => row.name === name)?.body;
}

function latest(facets: readonly FacetRow[]): Date | null {
  return facets.reduce<Date | null>((newest, { at }) => (newest === null || at > newest ? at : newest), null);
}

function reportedFields(facets: readonly FacetRow[]): { readonly name: string }[] | null {
  const reported = facet(facets, 'schema')?.fields;
  if (!Array.isArray(reported)) return null;
  return reported
    .filter((field) => typeof field?.name === 'string')
    .map(({ name, type, description }) => ({ name, type: type ?? null, description: description ?? null }));
}
