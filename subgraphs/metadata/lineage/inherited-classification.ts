// What a field takes over from what it is made of, over the whole graph, runs of pipelines included: the question that a registration
// asks of the contracts alone (schema/propagated-classification.ts).

import type { Sensitivity } from '../../../schema/artefact.ts';
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import { isStricter } from '../../../schema/contract/strictness.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { IsKnown } from '../access/known-coordinates.ts';
import type { CatalogueLoaders } from '../catalogue/loaders.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { GraphView, LineageLoaders } from './loaders.ts';

export interface InheritanceSources {
  readonly view: GraphView;
  readonly lineage: Pick<LineageLoaders, 'node' | 'nodeByUrn'>;
  readonly catalogue: Pick<CatalogueLoaders, 'field'>;
  readonly isKnown: IsKnown;
}

/** Enough for any field that somebody understands; what lies further away is not looked at. */
const maxNodes = 1_000;

/** The fields whose protection this one gives away, in the order of their coordinates; only such as the caller may know. */
export async function stricterSourcesOf(field: FieldRow, sources: InheritanceSources): Promise<FieldRow[]> {
  const { lineage, catalogue, isKnown } = sources;
  const root = await lineage.nodeByUrn.load(fieldUrn(field.coordinate));
  if (root === null) return [];
  const upstream = await carriedInto(root.id, sources.view);
  const shown = await Promise.all(upstream.map((id) => coordinatesShowing(id, sources)));
  const coordinates = [...new Set(shown.flat())].filter((coordinate) => coordinate !== field.coordinate).sort();
  const rows = await Promise.all(coordinates.map((coordinate) => catalogue.field.load(coordinate)));
  return rows
    .filter((row) => row !== null)
    .filter((row) => isKnown(row.coordinate) && isStricter(classified(row), classified(field)));
}

function classified({ level, tags }: FieldRow) {
  return { level: level as Sensitivity, tags };
}

async function carriedInto(root: number, { neighbourhood }: GraphView): Promise<number[]> {
  const met = new Set([root]);
  // A set may grow while it is walked: new members are met at its end.
  for (const id of met) {
    if (met.size > maxNodes) break;
    for (const source of (await neighbourhood.neighbours(id, 'UPSTREAM', true)).ids) met.add(source);
  }
  met.delete(root);
  return [...met];
}

/** A field shows itself; a column is shown by the fields that are nothing else. */
async function coordinatesShowing(id: number, { view, lineage }: InheritanceSources): Promise<Coordinate[]> {
  const node = (await lineage.node.load(id))!;
  if (node.kind === 'GRAPHQL_FIELD') return [node.coordinate!];
  if (node.kind !== 'COLUMN') return [];
  const consumers = await view.neighbourhood.neighbours(id, 'DOWNSTREAM', true);
  const copies = await Promise.all(
    consumers.ids.map(async (dst) => {
      const [edge, sources, consumer] = await Promise.all([
        view.edges.load({ src: id, dst }),
        view.neighbourhood.neighbours(dst, 'UPSTREAM', true),
        lineage.node.load(dst),
      ]);
      const isCopy = edge?.subtype === 'IDENTITY' && sources.ids.length === 1;
      return isCopy && consumer!.kind === 'GRAPHQL_FIELD' ? [consumer!.coordinate!] : [];
    }),
  );
  return copies.flat();
}
