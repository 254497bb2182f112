// The lineage graph of a publication: its fields, columns and products as nodes, what the contracts and the federation
// directives say as edges, and the same once more between whole types and tables.
import type { Contract } from '../../../schema/contract/contract.ts';
import { coordinateOfUrn, fieldUrn } from '../../../schema/contract/field-source.ts';
import type { LineageEdge } from '../../../schema/federation-lineage.ts';
import type { Publication } from '../../../schema/publication.ts';
import { groupBy } from '../group-by.ts';
import { type NewEdge, type NewNode, originBits } from './queries.ts';

export interface RegisteredLineage {
  readonly nodes: readonly NewNode[];
  readonly edges: readonly NewEdge[];
}

export function registeredLineage({ subgraphs, classifications, lineage }: Publication): RegisteredLineage {
  const contracts = subgraphs.flatMap((subgraph) => subgraph.contracts);
  const edges = merge([...lineage, ...lineage.flatMap(betweenDatasets)]);
  const productByUrn = new Map([...classifications].map(([name, { product }]) => [fieldUrn(name), product]));
  const urns = new Set([
    ...contracts.map(({ urn }) => urn),
    ...productByUrn.keys(),
    ...[...productByUrn.keys()].map(datasetOf),
    ...edges.flatMap(({ from, to }) => [from, to]),
  ]);
  const nodes = [...urns].sort().map((urn) => nodeOf(urn, contracts, productByUrn.get(urn) ?? null));
  return { nodes, edges };
}

function nodeOf(urn: string, contracts: readonly Contract[], product: string | null): NewNode {
  const node = { urn, kind: kindOf(urn), label: urn.slice(urn.indexOf('#') + 1), coordinate: coordinateOfUrn(urn) };
  if (node.kind !== 'PRODUCT')
    return { ...node, productUrn: contracts.find((contract) => contract.product === product)?.urn ?? null };
  const contract = contracts.find((candidate) => candidate.urn === urn);
  return { ...node, label: contract?.name ?? urn, productUrn: contract?.urn ?? null };
}

function kindOf(urn: string): string {
  if (isProduct(urn)) return 'PRODUCT';
  const isDataset = datasetOf(urn) === urn;
  if (coordinateOfUrn(urn) !== null) return isDataset ? 'GRAPHQL_TYPE' : 'GRAPHQL_FIELD';
  return isDataset ? 'TABLE' : 'COLUMN';
}

function isProduct(urn: string): boolean {
  return urn.startsWith('gordian:product:');
}

/** The type of a field, the table of a column (`schema.table.column`); types, tables and products are their own. */
function datasetOf(urn: string): string {
  const [namespace = '', name] = urn.split('#');
  if (name === undefined) return urn;
  const parts = name.split('.');
  const length = coordinateOfUrn(urn) === null ? 2 : 1;
  return `${namespace}#${parts.slice(0, Math.max(length, 1)).join('.')}`;
}

/** Nothing within one dataset, and nothing of products: those have edges of their own. */
function betweenDatasets(edge: LineageEdge): LineageEdge[] {
  if (isProduct(edge.from) || isProduct(edge.to)) return [];
  const [from, to] = [datasetOf(edge.from), datasetOf(edge.to)];
  return from === to ? [] : [{ ...edge, from, to, subtype: 'TRANSFORMATION' }];
}

/** One edge for each pair of nodes, with all its origins. A value that is passed on counts for more than a join. */
function merge(edges: readonly LineageEdge[]): NewEdge[] {
  const groups = groupBy(edges, ({ from, to }) => `${from} ${to}`);
  return [...groups.values()].map((group) => {
    const direct = group.filter(({ transform }) => transform === 'DIRECT');
    const { from, to, transform, subtype } = direct[0] ?? group[0]!;
    const origins = group.reduce((bits, { origin }) => bits | originBits[origin], 0);
    // One unmasked way is enough for the value to get through.
    return {
      from,
      to,
      transform,
      subtype,
      origins,
      masking: (direct.length > 0 ? direct : group).every(({ masking }) => masking),
    };
  });
}
