// Which failure explains an unknown value. Built when the first unknown value is met, so a request that goes well pays nothing.
import { getNamedType } from 'graphql';
import type { Failure, LostFields, Path } from '../execute/fetched-data.ts';
import type { FieldShape } from '../operation/shape.ts';
import { clientPath, type FailureIndex, type ProjectedError, privatePath, type Walk } from './projection.ts';

interface Place {
  readonly failures: Failure[];
  readonly below: Map<string | number, Place>;
}

export function createFailureIndex(failures: readonly Failure[]): FailureIndex {
  let places: Place | null = null;
  const reported = new Set<Failure>();
  const firstAffected = new Map<Failure, Path>();

  const explain = (walk: Walk): void => {
    places ??= placesOf(failures);
    const path = privatePath(walk);
    const exact = placeAt(places, path);
    if (exact) {
      for (const { failure, below } of failuresBelow(exact, [])) {
        reported.add(failure);
        walk.errors.push(errorOf(failure, [...clientPath(walk), ...toClientNames(walk, below)]));
      }
      return;
    }
    const lost = failures.filter((failure) => failure.lost && covers(failure.lost, path));
    if (lost.length === 0) walk.errors.push(unanswered(walk));
    for (const failure of lost) {
      if (!firstAffected.has(failure)) firstAffected.set(failure, clientPath(walk));
    }
  };

  const finish = (walk: Walk): void => {
    for (const [failure, path] of firstAffected) {
      if (!reported.has(failure)) walk.errors.push(errorOf(failure, path));
    }
  };

  return { explain, finish };
}

function placesOf(failures: readonly Failure[]): Place {
  const root: Place = { failures: [], below: new Map() };
  for (const failure of failures) {
    if (!failure.path) continue;
    let place = root;
    for (const step of failure.path) {
      const next = place.below.get(step) ?? { failures: [], below: new Map() };
      place.below.set(step, next);
      place = next;
    }
    place.failures.push(failure);
  }
  return root;
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

/** Whether the path leads through one of the lost fields, of the very object or of its siblings in lists. */
function covers({ path, fields }: LostFields, unknown: Path): boolean {
  const names = unknown.filter((step) => typeof step === 'string');
  const base = path.filter((step) => typeof step === 'string');
  return base.every((step, index) => names[index] === step) && fields.includes(names[base.length] ?? '');
}

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
