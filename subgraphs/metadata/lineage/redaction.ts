// What of the graph a caller may know. A field that is secret to the caller, a column that only such fields show, and a type or a table
// that has nothing else, appear as nodes without a name, so that counts stay honest.
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { Knowledge } from '../access/known-coordinates.ts';
import type { MetadataContext } from '../context.ts';
import type { NodeRow } from './queries/nodes.ts';
import type { SecretNodes } from './queries/secrets.ts';

export type IsRedacted = (node: Pick<NodeRow, 'urn'>) => boolean;

/** @returns URNs of what the caller of this request may not know of */
export async function hiddenNodes({
  caller,
  loaders: { access, lineage },
}: Pick<MetadataContext, 'caller' | 'loaders'>): Promise<ReadonlySet<string>> {
  const knowledge = await access.knowledgeOf(caller);
  return nodesUnknownTo(knowledge, await lineage.secrets(knowledge.unknown));
}

export async function redactionFor(context: MetadataContext): Promise<IsRedacted> {
  const hidden = await hiddenNodes(context);
  return ({ urn }) => hidden.has(urn);
}

/** What was secret in the past as well, of which the graph in force does not know any more. */
export function nodesUnknownTo(
  { isKnown, unknown }: Pick<Knowledge, 'isKnown' | 'unknown'>,
  { fields, wholes }: SecretNodes,
): ReadonlySet<string> {
  const former = fields.filter(({ coordinate, tags }) => !isKnown(coordinate, tags));
  const hidden = new Set([
    ...[...unknown].map(fieldUrn),
    ...former.flatMap(({ coordinate, columns }) => [fieldUrn(coordinate), ...columns]),
  ]);
  const emptied = wholes.filter(({ urn, parts }) => hidden.has(urn) || parts.every((part) => hidden.has(part)));
  return new Set([...hidden, ...emptied.flatMap(({ urn, parts }) => [urn, ...parts])]);
}
