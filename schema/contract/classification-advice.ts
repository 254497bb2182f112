// What to write for a field that nobody has classified.
import type { Sensitivity } from '../artefact.ts';
import type { Coordinate } from '../coordinates.ts';
import type { Contract, ContractField } from './contract.ts';
import { toReview } from './scaffold.ts';
import { type Suspect, suggestClassification } from './sensitive-names.ts';

export function suggestionFor(suspect: Suspect): string {
  const suggestion = suggestClassification(suspect);
  if (suggestion === null) return 'Add classification: public, internal, confidential or restricted.';
  const { level, tags } = suggestion;
  return `Its name or description suggests classification: ${level.toLowerCase()}, tags: [${tags.join(', ')}].`;
}

export interface Proposal {
  readonly coordinate: Coordinate;
  readonly level: Sensitivity;
  readonly tags: readonly string[];
}

/** What to write for each field that nobody has classified: on the safe side, and with the tag that asks for a review. */
export function unclassifiedFields({ objects }: Contract): Proposal[] {
  return objects.flatMap((object) =>
    object.fields
      .filter(({ classification }) => classification === null)
      .map((field) => ({ coordinate: field.coordinate, ...proposalFor(object.name, field) })),
  );
}

function proposalFor(
  typeName: string,
  { name, logicalType, description }: ContractField,
): Omit<Proposal, 'coordinate'> {
  const suggestion = suggestClassification({ typeName, fieldName: name, logicalType, description });
  return { level: suggestion?.level ?? 'INTERNAL', tags: [toReview, ...(suggestion?.tags ?? [])] };
}
