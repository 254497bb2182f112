// Which failure explains an unknown value. Built when the first unknown value is met, so a request that goes well pays nothing.
import { getNamedType } from 'graphql';
import type { Failure, LostFields, Path } from '../execute/fetched-data.ts';
import type { FieldShape } from '../operation/shape.ts';
import type { ProjectedError } from './projected-error.ts';
import { clientPath, type FailureIndex, privatePath, pushError, type Walk } from './projection.ts';

interface Place {
  readonly failures: Failure[];
  readonly below: Map<string | number, Place>;
}

export function createFailureIndex(failures: readonly Failure[]): FailureIndex {
  let index: Index | null = null;
  const reported = new Set<Failure>();
  const firstAffected = new Map<Failure, Path>();

  const explain = (walk: Walk): void => {
    index ??= indexOf(failures);
    const path = privatePath(walk);
    const exact = placeAt(index.places, path);
    if (exact) {
      for (const { failure, below } of failuresBelow(exact, [])) {
        reported.add(failure);
        pushError(walk, errorOf(failure, [...clientPath(walk), ...toClientNames(walk, below)]));
      }
      return;
    }
    const lost = failuresThatLost(index, path);
    if (lost.length === 0) pushError(walk, unanswered(walk));
    for (const failure of lost) {
      if (isPerField(failure)) pushError(walk, errorOf(failure, clientPath(walk)));
      else if (!firstAffected.has(failure)) firstAffected.set(failure, clientPath(walk));
    }
  };

  const finish = (walk: Walk): void => {
    for (const [failure, path] of firstAffected) {
      if (!reported.has(failure)) pushError(walk, errorOf(failure, path));
    }
  };

  return { explain, finish };
}

interface Index {
  /** Failures of single fields. */
  readonly places: Place;
  /** Failures that lost fields of one object, by its path. */
  readonly byObject: ReadonlyMap<string, readonly Failure[]>;
  /** Failures of whole fetches: few. */
  readonly ofPlaces: readonly Failure[];
}

/** The parts of one answer share an index, as long as no failure was added. */
const built = new WeakMap<readonly Failure[], { readonly count: number; readonly index: Index }>();

function indexOf(failures: readonly Failure[]): Index {
  const known = built.get(failures);
  if (known?.count === failures.length) return known.index;
  const index = buildIndex(failures);
  built.set(failures, { count: failures.length, index });
  return index;
}

function buildIndex(failures: readonly Failure[]): Index {
  const places = newPlace();
  const byObject = new Map<string, Failure[]>();
  for (const failure of failures) {
    if (failure.path) placeOf(places, failure.path).failures.push(failure);
    if (failure.lost?.scope === 'object') {
      const key = JSON.stringify(failure.lost.path);
      byObject.set(key, [...(byObject.get(key) ?? []), failure]);
    }
  }
  return { places, byObject, ofPlaces: failures.filter(({ lost }) => lost?.scope === 'place') };
}

const newPlace = (): Place => ({ failures: [], below: new Map() });

function placeOf(root: Place, path: Path): Place {
  let place = root;
  for (const step of path) {
    const next = place.below.get(step) ?? newPlace();
    place.below.set(step, next);
    place = next;
  }
  return place;
}

/** The failures for which the path leads through one of the fields that they lost. */
function failuresThatLost({ byObject, ofPlaces }: Index, path: Path): readonly Failure[] {
  const names = path.filter((step) => typeof step === 'string');
  const ofObjects = path.flatMap((step, depth) =>
    (byObject.get(JSON.stringify(path.slice(0, depth))) ?? []).filter(({ lost }) =>
      lost?.fields.includes(String(step)),
    ),
  );
  return [...ofObjects, ...ofPlaces.filter(({ lost }) => lost && covers(lost, names))];
}

function covers({ path, fields }: LostFields, names: readonly string[]): boolean {
  const base = path.filter((step) => typeof step === 'string');
  return base.every((name, index) => names[index] === name) && fields.includes(names[base.length] ?? '');
}

function placeAt(root: Place, path: Path): Place | undefined {
  let place: Place | undefined = root;
  for (const step of path) place = place?.below.get(step);
  return place;
}

function failuresBelow(place: Place, below: Path): readonly { readonly failure: Failure; readonly below: Path }[] {
  const here = place.failures.map((failure) => ({ failure, below }));
  return [...here, ...[...place.below].flatMap(([step, next]) => failuresBelow(next, [...below, step]))];
}

/** An object that was not asked for: each of its fields is missing for itself. */
const isPerField = ({ path, lost }: Failure) => path === null && lost?.scope === 'object';

/** The null moved up from a field that the walk will not reach: its path under the client's names, as far as the client asked. */
function toClientNames(walk: Walk, below: Path): Path {
  const names: (string | number)[] = [];
  let field = walk.steps.findLast((step): step is FieldShape => typeof step !== 'number');
  for (const step of below) {
    if (typeof step !== 'number') {
      field = [...(field?.selection?.byType.values() ?? [])].flat().find(({ privateName }) => privateName === step);
      if (!field) break;
    }
    names.push(typeof step === 'number' ? step : (field as FieldShape).responseName);
  }
  return names;
}

function errorOf({ message, code, details }: Failure, path: Path): ProjectedError {
  return { message, path, extensions: { code, ...details } };
}

function unanswered(walk: Walk): ProjectedError {
  const field = walk.steps.findLast((step): step is FieldShape => typeof step !== 'number');
  const type = field ? ` of type "${getNamedType(field.type).name}"` : '';
  return {
    message: `No subgraph gave a value${type} for this field.`,
    path: clientPath(walk),
    extensions: { code: 'SUBGRAPH_BAD_RESPONSE' },
  };
}
