// The lineage graph of a publication: its fields, columns and products as nodes, what the contracts and the federation
// directives say as edges, and the same once more between whole types and tables, and between products.
import type { Contract } from '../../../schema/contract/contract.ts';
import { coordinateOfUrn, fieldUrn } from '../../../schema/contract/field-source.ts';
import type { LineageEdge } from '../../../schema/federation-lineage.ts';
import type { Publication } from '../../../schema/publication.ts';
import {
  type DescribedServer,
  datasetOf,
  describedServers,
  identityOfUrn,
  isProduct,
  serverOfUrn,
} from './identity.ts';
import { mergeEdges } from './merge-edges.ts';
import type { NewEdge } from './queries/edges.ts';
import type { NewNode, NodeKind } from './queries/nodes.ts';

export interface RegisteredLineage {
  readonly nodes: readonly NewNode[];
  readonly edges: readonly NewEdge[];
  readonly servers: readonly DescribedServer[];
}

/** The URN of the product that a node belongs to. */
type ProductOf = (urn: string) => string | null;

export function registeredLineage({ subgraphs, classifications, lineage }: Publication): RegisteredLineage {
  const contracts = subgraphs.flatMap((subgraph) => subgraph.contracts);
  const productOf = productsOf(classifications, contracts);
  const edges = mergeEdges([
    ...lineage,
    ...lineage.flatMap(betweenDatasets),
    ...lineage.flatMap((edge) => betweenProducts(edge, productOf)),
  ]);
  const fields = [...classifications.keys()].map(fieldUrn);
  const urns = new Set([
    ...contracts.map(({ urn }) => urn),
    ...fields,
    ...fields.map(datasetOf),
    ...edges.flatMap(({ from, to }) => [from, to]),
  ]);
  const servers = describedServers(contracts.flatMap((contract) => contract.servers));
  const names = new Map(contracts.map(({ urn, name }) => [urn, name]));
  const nodes = [...urns].map((urn) => ({
    urn,
    kind: kindOf(urn),
    label: names.get(urn) ?? urn.slice(urn.indexOf('#') + 1),
    coordinate: coordinateOfUrn(urn),
    productUrn: productOf(urn),
    identity: identityOfUrn(urn, servers),
  }));
  return { nodes, edges, servers };
}

/** Fields belong to the product that promises them, columns and tables to the first one that describes their server. */
function productsOf(classifications: Publication['classifications'], contracts: readonly Contract[]): ProductOf {
  const urnById = new Map(contracts.map(({ product, urn }) => [product, urn]));
  const byField = new Map([...classifications].map(([name, { product }]) => [fieldUrn(name), urnById.get(product)]));
  const byServer = new Map(
    [...contracts].reverse().flatMap(({ servers, urn }) => servers.map(({ server }) => [server, urn] as const)),
  );
  return (urn) => {
    if (isProduct(urn)) return contracts.some((contract) => contract.urn === urn) ? urn : null;
    return byField.get(urn) ?? byServer.get(serverOfUrn(urn) ?? '') ?? null;
  };
}

function kindOf(urn: string): NodeKind {
  if (isProduct(urn)) return 'PRODUCT';
  const isDataset = datasetOf(urn) === urn;
  if (coordinateOfUrn(urn) !== null) return isDataset ? 'GRAPHQL_TYPE' : 'GRAPHQL_FIELD';
  return isDataset ? 'TABLE' : 'COLUMN';
}

/** Nothing within one dataset, and nothing of products: those have edges of their own. */
function betweenDatasets(edge: LineageEdge): LineageEdge[] {
  if (isProduct(edge.from) || isProduct(edge.to)) return [];
  const [from, to] = [datasetOf(edge.from), datasetOf(edge.to)];
  return from === to ? [] : [{ ...edge, from, to, subtype: 'TRANSFORMATION' }];
}

/** What a field takes from another product is taken by its product. A key by which it is found is not taken. */
function betweenProducts(edge: LineageEdge, productOf: ProductOf): LineageEdge[] {
  if (edge.transform === 'INDIRECT') return [];
  const [from, to] = [productOf(edge.from), productOf(edge.to)];
  if (from === null || to === null || from === to || (isProduct(edge.from) && isProduct(edge.to))) return [];
  return [{ ...edge, from, to, subtype: 'TRANSFORMATION' }];
}
