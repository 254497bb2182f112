// Whether a caller may read the text of a contract or a schema as it was registered: only with all that it names. What is left out
// of a text would make another one of it, so whoever may not know of a part gets none.
import { parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { type Coordinate, fieldCoordinate } from '../../../schema/coordinates.ts';
import type { IsKnown } from './known-coordinates.ts';

/** What was registered with one version of a contract. */
export interface RegisteredTexts {
  /** The contract. */
  readonly odcs: string;
  /** The schema of the subgraph, which other products may share. */
  readonly sdl: string;
}

/** What a text names, with the tags that it gives. */
type Named = ReadonlyMap<Coordinate, readonly string[]>;

const maximumTexts = 200;
const namesOfTexts = new LRUCache<string, Named>({ max: maximumTexts });

export function mayReadContract({ odcs }: Pick<RegisteredTexts, 'odcs'>, isKnown: IsKnown): boolean {
  return isAllKnown(namesIn(odcs, namedByContract), isKnown);
}

/** A secret of today or of the time of the contract: the schema itself has no tags. */
export function mayReadSchema(texts: RegisteredTexts, isKnown: IsKnown): boolean {
  return mayReadContract(texts, isKnown) && isAllKnown(namesIn(texts.sdl, namedBySchema), isKnown);
}

function isAllKnown(named: Named, isKnown: IsKnown): boolean {
  return [...named].every(([coordinate, tags]) => isKnown(coordinate, tags));
}

function namesIn(text: string, read: (text: string) => Named): Named {
  const known = namesOfTexts.get(text) ?? read(text);
  namesOfTexts.set(text, known);
  return known;
}

function namedByContract(text: string): Named {
  // What was registered can be read.
  const { fields } = readContract(text, 'contract.yaml').contract!;
  return new Map([...fields].map(([coordinate, { tags }]) => [coordinate, tags]));
}

function namedBySchema(text: string): Named {
  return new Map(
    parse(text, { noLocation: true }).definitions.flatMap((definition) => {
      if (!('fields' in definition)) return [];
      return (definition.fields ?? []).map(({ name }) => [fieldCoordinate(definition.name.value, name.value), []]);
    }),
  );
}
