// What of the graph a caller may know. A field that is secret to the caller, and a column that only such fields show, appear as
// nodes without a name, so that counts stay honest.
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import type { IsKnown } from '../access/known-coordinates.ts';
import type { NodeRow } from './queries/nodes.ts';
import type { SecretField } from './queries/secrets.ts';

export type IsRedacted = (node: Pick<NodeRow, 'urn'>) => boolean;

/** @returns their URNs */
export function hiddenNodes(secrets: readonly SecretField[], isKnown: IsKnown): readonly string[] {
  const unknown = secrets.filter(({ coordinate, tags }) => !isKnown(coordinate, tags));
  return unknown.flatMap(({ coordinate, columns }) => [fieldUrn(coordinate), ...columns]);
}

export function redactionFor(secrets: readonly SecretField[], isKnown: IsKnown): IsRedacted {
  const hidden = new Set(hiddenNodes(secrets, isKnown));
  return ({ urn }) => hidden.has(urn);
}
