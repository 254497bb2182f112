// Where a walk begins: the node that was named, or what stands for it at the granularity that was asked for.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { CatalogueLoaders } from '../catalogue/loaders.ts';
import { datasetOf } from './identity.ts';
import type { LineageLoaders } from './loaders.ts';
import { fieldsOfDatasets, type NodeRow } from './queries/nodes.ts';
import type { IsRedacted } from './redaction.ts';

export interface LineageRef {
  readonly coordinate?: string | null;
  readonly urn?: string | null;
}

export type Granularity = 'PRODUCT' | 'DATASET' | 'FIELD';

export interface RootSources {
  readonly database: Queries;
  readonly lineage: Pick<LineageLoaders, 'nodeByUrn'>;
  readonly catalogue: Pick<CatalogueLoaders, 'product'>;
}

/** @throws GordianError BAD_USER_INPUT unless exactly one of the two is given */
export function urnOfRef({ coordinate, urn }: LineageRef, argument = 'root'): string {
  if ((coordinate == null) === (urn == null))
    throw new GordianError('BAD_USER_INPUT', `\`${argument}\` needs exactly one of \`coordinate\` and \`urn\`.`, {
      details: { argument },
    });
  return urn ?? fieldUrn(coordinate!);
}

/** Fields of a dataset that a walk may begin at. */
const maxFields = 200;

/** Empty when the graph has no such node, or none that the caller may know. */
export async function rootsOf(
  urn: string,
  granularity: Granularity | null,
  isRedacted: IsRedacted,
  sources: RootSources,
): Promise<readonly NodeRow[]> {
  const named = await sources.lineage.nodeByUrn.load(urn);
  if (named === null || isRedacted(named)) return [];
  const roots = await atGranularity(named, granularity, sources);
  return roots.filter((root) => !isRedacted(root));
}

async function atGranularity(
  named: NodeRow,
  granularity: Granularity | null,
  { database, lineage, catalogue }: RootSources,
): Promise<readonly NodeRow[]> {
  const byUrn = async (urn: string | undefined) => (urn === undefined ? null : await lineage.nodeByUrn.load(urn));
  if (granularity === 'PRODUCT') {
    const product = named.productId === null ? null : await catalogue.product.load(named.productId);
    return present(await byUrn(product?.urn));
  }
  if (granularity === 'DATASET' && named.field !== null) return present(await byUrn(datasetOf(named.urn)));
  if (granularity === 'FIELD' && named.field === null && named.namespace !== null)
    return fieldsOfDatasets(database, { namespace: named.namespace, name: named.name! }, maxFields);
  return [named];
}

function present(node: NodeRow | null): readonly NodeRow[] {
  return node === null ? [] : [node];
}
