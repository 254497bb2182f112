// Which fields a subgraph takes over from which, and what is refused about it: nobody takes from a subgraph that is not there, because
// whoever brings one of that name later would lose the field without having been asked. Pure.
import type { Coordinate } from '../../../../schema/coordinates.ts';
import { type Place, type Problem, problemAt } from '../../../../schema/problem.ts';
import type { SubgraphSubmission } from '../../../../schema/publication.ts';
import { readSubgraphSdl, stringArgument } from '../../../../schema/subgraph-sdl.ts';
import { changedIn } from '../offer.ts';

export interface Override {
  readonly coordinate: Coordinate;
  /** Name of a subgraph. */
  readonly from: string;
  readonly place: Place;
}

/** By the argument, because a schema may import the directive under another name. */
export function overridesIn({ sdl, file }: SubgraphSubmission): Override[] {
  if (!sdl.includes('from')) return [];
  const types = readSubgraphSdl(sdl, file).sdl?.types.values() ?? [];
  return [...types].flatMap(({ fields }) =>
    [...fields.values()].flatMap(({ coordinate, directives, place }) =>
      directives.flatMap((directive) => {
        const from = stringArgument(directive, 'from');
        return from === null ? [] : [{ coordinate, from, place }];
      }),
    ),
  );
}

/** As examine.ts is given it. */
export interface PlacedOffer {
  readonly before: readonly SubgraphSubmission[];
  readonly offered: readonly SubgraphSubmission[];
  readonly after: readonly SubgraphSubmission[];
}

export function findOverridesOfNobody({ before, offered, after }: PlacedOffer): Problem[] {
  const [known, there] = [namesOf(before), namesOf(after)];
  const changed = namesOf(changedIn({ before, subgraphs: offered }));
  return after.flatMap((subgraph) => {
    const isChanged = changed.has(subgraph.name);
    const isWrong = ({ from }: Override) => (isChanged ? !there.has(from) : there.has(from) && !known.has(from));
    return overridesIn(subgraph)
      .filter(isWrong)
      .map((override) => (isChanged ? fromNobody(override) : waitedFor(override, subgraph.name)));
  });
}

function fromNobody({ coordinate, from, place }: Override): Problem {
  return problemAt(place, {
    code: 'OVERRIDE_OF_NOBODY',
    severity: 'error',
    message: `${coordinate} is taken from the subgraph ${from}, which is not there.`,
    fix: `Leave @override out, or publish both together: whoever brings ${from} later would lose the field without having been asked.`,
  });
}

function waitedFor({ coordinate, from, place }: Override, taker: string): Problem {
  return problemAt(place, {
    code: 'OVERRIDE_OF_NOBODY',
    severity: 'error',
    message: `${from} would lose ${coordinate} from the start: ${taker} takes it from a subgraph of this name, which was not there.`,
    fix: `Ask whoever answers for ${taker} to leave @override out, or publish both together.`,
  });
}

function namesOf(subgraphs: readonly SubgraphSubmission[]): ReadonlySet<string> {
  return new Set(subgraphs.map(({ name }) => name));
}
