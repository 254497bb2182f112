// What of the graph a caller may know. A field that is secret to the caller, a column that only such fields show, and a type or a table
// that has nothing else, appear as nodes without a name, so that counts stay honest.
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { IsKnown } from '../access/known-coordinates.ts';
import type { NodeRow } from './queries/nodes.ts';
import type { SecretNodes } from './queries/secrets.ts';

export type IsRedacted = (node: Pick<NodeRow, 'urn'>) => boolean;

/** @returns their URNs */
export function hiddenNodes({ fields, wholes }: SecretNodes, isKnown: IsKnown): ReadonlySet<string> {
  const unknown = fields.filter(({ coordinate, tags }) => !isKnown(coordinate, tags));
  const parts = new Set(unknown.flatMap(({ coordinate, columns }) => [fieldUrn(coordinate), ...columns]));
  const emptied = wholes.filter((whole) => whole.parts.every((part) => parts.has(part)));
  return new Set([...parts, ...emptied.map(({ urn }) => urn)]);
}

export function redactionFor(secrets: SecretNodes, isKnown: IsKnown): IsRedacted {
  const hidden = hiddenNodes(secrets, isKnown);
  return ({ urn }) => hidden.has(urn);
}
