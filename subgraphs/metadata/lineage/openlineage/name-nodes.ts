// The datasets, columns and the job of an event as nodes of the graph. A dataset is described by whoever writes it: what a reader
// says of its inputs, beside that it reads them, is not kept.
import { coordinateOfUrn } from '../../../../schema/contract/field-source.ts';
import { groupBy } from '../../group-by.ts';
import { type DescribedServer, kindOfIdentity, urnOfIdentity } from '../identity.ts';
import type { MergeableEdge } from '../merge-edges.ts';
import type { NewNode, NodeIdentity } from '../queries/nodes.ts';
import type { NewFacet } from '../queries/runs.ts';
import type { DatasetName, OpenLineageEvent, ReportedDataset } from './event.ts';

export interface NamedEvent {
  readonly nodes: readonly NewNode[];
  readonly facets: readonly NewFacet[];
  /** URNs of datasets. */
  readonly inputs: readonly string[];
  readonly outputs: ReadonlyMap<string, readonly MergeableEdge[]>;
}

export function jobUrn({ namespace, name }: DatasetName): string {
  return urnOfIdentity({ namespace: `openlineage:job:${namespace}`, name, field: null }, []);
}

export function jobNode(job: DatasetName): NewNode {
  const identity = { namespace: job.namespace, name: job.name, field: null };
  return { urn: jobUrn(job), kind: 'JOB', label: job.name, coordinate: null, productUrn: null, identity };
}

export function nameNodes(event: OpenLineageEvent, servers: readonly DescribedServer[]): NamedEvent {
  const nodes = new Map<string, NewNode>();
  const urnOf = (identity: NodeIdentity): string => {
    const urn = urnOfIdentity(identity, servers);
    nodes.set(urn, nodeOf(urn, identity));
    return urn;
  };
  const identityOf = (dataset: ReportedDataset): DatasetName => knownName(dataset, servers);
  const datasetUrn = (dataset: ReportedDataset) => urnOf({ ...nameOf(identityOf(dataset)), field: null });
  const columnEdges = (dataset: ReportedDataset): MergeableEdge[] =>
    dataset.columns.map(({ column, source, transform, subtype, masking }) => ({
      from: urnOf(source),
      to: urnOf({ ...nameOf(identityOf(dataset)), field: column }),
      origin: 'OPENLINEAGE',
      transform,
      subtype,
      masking,
    }));
  const inputs = event.inputs.map(datasetUrn);
  const written = groupBy(event.outputs, datasetUrn);
  const outputs = new Map([...written].map(([urn, datasets]) => [urn, datasets.flatMap(columnEdges)]));
  const facets = [...written].flatMap(([urn, datasets]) =>
    facetsOf(urn, Object.assign({}, ...datasets.map((dataset) => dataset.facets))),
  );
  const ofJob = event.job ? facetsOf(jobUrn(event.job), event.job.facets) : [];
  return { nodes: [...nodes.values()], facets: [...facets, ...ofJob], inputs, outputs };
}

/** Of the names of a dataset, the one that a contract describes; its own when none does. */
function knownName(dataset: ReportedDataset, servers: readonly DescribedServer[]): DatasetName {
  const isDescribed = (name: DatasetName) =>
    servers.some(({ server }) => urnOfIdentity({ ...name, field: null }, servers).startsWith(`postgres://${server}#`));
  return [dataset, ...dataset.symlinks].find(isDescribed) ?? dataset;
}

function nameOf({ namespace, name }: DatasetName): DatasetName {
  return { namespace, name };
}

function nodeOf(urn: string, identity: NodeIdentity): NewNode {
  const { name, field } = identity;
  return {
    urn,
    kind: kindOfIdentity(identity),
    label: field === null ? name : `${name}.${field}`,
    coordinate: coordinateOfUrn(urn),
    productUrn: null,
    identity: { namespace: identity.namespace, name, field },
  };
}

function facetsOf(urn: string, facets: Readonly<Record<string, unknown>>): NewFacet[] {
  return Object.entries(facets).map(([name, body]) => ({ urn, name, body }));
}
