// What a publication takes from subgraphs that it does not change. Composition merges, and so one subgraph can take over, hide, close or
// change what another declares: by @override, by any other directive, by leaving a value out of an enum that both read, by another type
// for a shared field, by a stricter classification in its contract. Whoever loses is asked (publisher-rights.ts). Pure.
import { isDeepStrictEqual } from 'node:util';
import { type ConstDirectiveNode, parse, print } from 'graphql';
import type { Classification, Classifications } from '../../../../schema/artefact.ts';
import { classificationsOf } from '../../../../schema/contract/classifications.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import { type Declaration, declarationsOf } from '../../../../schema/lint/declarations.ts';
import type { Publication, PublishedSubgraph, SubgraphSubmission } from '../../../../schema/publication.ts';
import { changedIn } from '../offer.ts';
import { overridesIn } from './overrides.ts';

export interface Loss {
  readonly coordinate: Coordinate;
  /** Name of the subgraph that declares it, and is not changed itself. */
  readonly loser: string;
  /** What becomes of it, as a sentence. */
  readonly message: string;
}

/** As examine.ts is given it. */
export interface ComparedOffer {
  readonly before: readonly SubgraphSubmission[];
  readonly offered: readonly SubgraphSubmission[];
  readonly servedSdl: string | null;
}

export function findLosses(publication: Publication, { before, offered, servedSdl }: ComparedOffer): Loss[] {
  const changed = changedIn({ before, subgraphs: offered });
  const others = untouched(publication, before, changed);
  if (servedSdl === null || others.length === 0) return [];
  const differences = differencesBetween(servedSdl, publication.supergraphSdl);
  const stricter = findStricter(publication.classifications, before);
  return others.flatMap((other) => {
    const own = ownCoordinates(other);
    const hidden = own.flatMap((coordinate) => differences.get(coordinate) ?? []);
    const lost = [...hidden, ...stricter(other), ...takenFrom(other.name, before, changed)];
    return lost.map((one) => ({ ...one, loser: other.name }));
  });
}

type Lost = Omit<Loss, 'loser'>;

function untouched(
  { subgraphs }: Publication,
  before: readonly SubgraphSubmission[],
  changed: readonly SubgraphSubmission[],
): PublishedSubgraph[] {
  const names = new Set(before.map(({ name }) => name));
  for (const { name } of changed) names.delete(name);
  return subgraphs.filter(({ name }) => names.has(name));
}

/** What it declares, and promises where a contract could: whoever only needs a key to join leaves that to its home. */
function ownCoordinates({ parsed, contracts }: PublishedSubgraph): Coordinate[] {
  const promised = new Set(contracts.flatMap(({ fields }) => [...fields.keys()]));
  const objects = new Set(contracts.flatMap((contract) => contract.objects.map(({ name }) => name)));
  const isOwn = ({ kind, shown, typeName }: Declaration): boolean => {
    if (kind === 'value') return true;
    if (kind === 'type') return objects.has(typeName) || !parsed.types.has(typeName);
    return promised.has(shown.split('(')[0]!);
  };
  const own = declarationsOf(parsed).filter(isOwn);
  return [...new Set(own.map(({ shown }) => shown))];
}

/** By coordinate, of what the first graph has and the second has not, or not as it was. */
function differencesBetween(beforeSdl: string, afterSdl: string): ReadonlyMap<Coordinate, Lost> {
  if (beforeSdl === afterSdl) return new Map();
  const after = shapesOf(afterSdl);
  const differences = [...shapesOf(beforeSdl)].flatMap(([coordinate, shape]): [Coordinate, Lost][] => {
    const message = differenceOf(coordinate, shape, after.get(coordinate));
    return message === null ? [] : [[coordinate, { coordinate, message }]];
  });
  return new Map(differences);
}

interface Shape {
  /** Empty for types and values. */
  readonly type: string;
  readonly directives: readonly string[];
}

function shapesOf(supergraphSdl: string): Map<Coordinate, Shape> {
  const document = parse(supergraphSdl, { noLocation: true });
  return new Map(
    declarationsOf({ document, file: '' }).map(({ shown, type, directives }) => [
      shown,
      { type: type === null ? '' : print(type), directives: directives.filter(isOfTheGraph).map(print) },
    ]),
  );
}

/** Not how it is joined, nor what is only said about it. */
function isOfTheGraph({ name }: ConstDirectiveNode): boolean {
  return !/^(join__\w+|tag|deprecated|specifiedBy)$/.test(name.value);
}

function differenceOf(coordinate: Coordinate, before: Shape, after: Shape | undefined): string | null {
  if (after === undefined) return `${coordinate} would not be in the graph any more.`;
  if (after.type !== before.type) return `${coordinate} would be ${after.type}, and is ${before.type}.`;
  // One that goes gives back what was taken.
  const added = after.directives.filter((directive) => !before.directives.includes(directive));
  return added.length === 0 ? null : `${coordinate} would have ${added.join(' ')}.`;
}

/** What would be classified otherwise than now, and not as its own contracts say. */
function findStricter(
  after: Classifications,
  before: readonly SubgraphSubmission[],
): (subgraph: PublishedSubgraph) => Lost[] {
  const read = before.flatMap(({ contracts }) => contracts.map(({ text, file }) => readContract(text, file).contract));
  const now = classificationsOf(read.filter((contract) => contract !== null));
  return ({ contracts }) =>
    [...classificationsOf(contracts)].flatMap(([coordinate, own]) => {
      const [was, becomes] = [now.get(coordinate), after.get(coordinate)];
      if (was === undefined || becomes === undefined) return [];
      const isKept = [was, own].some((one) => isDeepStrictEqual(demandedBy(one), demandedBy(becomes)));
      return isKept ? [] : [{ coordinate, message: `${coordinate} would be ${shown(becomes)}, and is ${shown(was)}.` }];
    });
}

/** What callers have to have: which product a value type is told under matters where it names the scope. */
function demandedBy({ product: _, domain, rowFiltered: __, isShared: ___, ...demanding }: Classification): object {
  const isOpen =
    ['PUBLIC', 'INTERNAL'].includes(demanding.level) && !demanding.tags.some((tag) => tag.startsWith('pii'));
  return isOpen ? demanding : { ...demanding, domain };
}

function shown({ level, tags, domain }: Classification): string {
  return `${[level, ...tags].join(' ')} of ${domain}`;
}

function takenFrom(
  loser: string,
  before: readonly SubgraphSubmission[],
  changed: readonly SubgraphSubmission[],
): Lost[] {
  return changed.flatMap((subgraph) => {
    const inForce = before.filter(({ name }) => name === subgraph.name).flatMap(overridesIn);
    const known = new Set(inForce.filter(({ from }) => from === loser).map(({ coordinate }) => coordinate));
    return overridesIn(subgraph)
      .filter(({ from, coordinate }) => from === loser && !known.has(coordinate))
      .map(({ coordinate }) => ({ coordinate, message: `${coordinate} would be answered by ${subgraph.name}.` }));
  });
}
