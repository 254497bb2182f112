// What the contracts say of a schema: whether somebody can be asked, and whether what sounds sensitive is protected.
import type { Contract, ContractField } from '../contract/contract.ts';
import { suggestClassification } from '../contract/sensitive-names.ts';
import { isProtected } from '../contract/strictness.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import type { Finding } from './finding.ts';

export function promises({ types }: SubgraphSdl, contracts: readonly Contract[]): Finding[] {
  // What comes in is shown to nobody.
  const isRead = (typeName: string) => types.get(typeName)?.kind !== 'input';
  return contracts.flatMap((contract) => [
    ...unreachable(contract),
    ...contract.objects
      .filter(({ name }) => isRead(name))
      .flatMap(({ name, fields }) => fields.flatMap((field) => tooLow(name, field))),
  ]);
}

function unreachable({ owner, support, product, place }: Contract): Finding[] {
  if (owner.onCall !== null || support.length > 0) return [];
  return [
    {
      place,
      code: 'OWNER_UNREACHABLE',
      message: `${owner.name} answers for ${product}, and the contract does not say how to reach them.`,
      fix: 'Add support: [{ channel: ... }], or the custom property onCall to the team.',
    },
  ];
}

/** Graphs are full of names, and most belong to products or teams. */
const oftenHarmless = 'pii.name';

function tooLow(typeName: string, field: ContractField): Finding[] {
  const { name, coordinate, logicalType, description, classification, tags, place } = field;
  const suggestion = suggestClassification({ typeName, fieldName: name, logicalType, description });
  const isJudged = classification === null || isProtected({ level: classification, tags }) || tags.length > 0;
  if (suggestion === null || isJudged || suggestion.tags.includes(oftenHarmless)) return [];
  const level = suggestion.level.toLowerCase();
  return [
    {
      place,
      code: 'CLASSIFIED_TOO_LOW',
      message: `${coordinate} sounds like ${suggestion.tags.at(-1)}, and its contract calls it ${classification.toLowerCase()}.`,
      fix: `Write classification: ${level}, tags: [${suggestion.tags.join(', ')}]; or, if it is nothing of the kind, a tag such as not-personal.`,
    },
  ];
}
