// Projects what is deferred: notes, while an answer is written, which objects have fields that come later, and writes those
// fields once they are fetched. Only operations that defer something pay for it.
import { GordianError } from '../../kit/errors.ts';
import { type DataRecord, isRecord, typenameOf } from '../execute/data-record.ts';
import type { Path } from '../execute/fetched-data.ts';
import type { DeferredSelection, SelectionShape } from '../operation/shape.ts';
import type { DeferredObject, Increment } from './deferred-object.ts';
import type { ProjectedError } from './projected-error.ts';
import {
  answerTooLong,
  type Complete,
  clientPath,
  type Deferral,
  maxAnswerCharacters,
  type Walk,
} from './projection.ts';

/** A deferred selection with the function that writes its fields. */
interface CompiledDeferral {
  readonly selection: DeferredSelection;
  readonly complete: Complete;
  /** Types, in quotes, of which it has no field: what is deferred inside it is all that there is of them. */
  readonly without: ReadonlySet<string>;
  readonly inside: readonly CompiledDeferral[];
}

/** Begins the notes of an answer; `startWalk` begins a walk over the same data, from the steps given. */
export function createDeferral(startWalk: Deferral['startWalk']): Deferral {
  return { objects: [], instances: new Map(), startWalk, room: { left: maxAnswerCharacters } };
}

/** @returns a function that does the same as `complete`, and notes what of each object comes later */
export function notingDeferred(
  complete: Complete,
  { opens, deferred }: SelectionShape,
  compile: (selection: SelectionShape) => Complete,
): Complete {
  const deferrals = compileDeferrals(deferred, compile);
  return (value, walk) => {
    const { instances } = walk.deferral!;
    for (const fragment of opens) {
      const parent = (fragment.parent && instances.get(fragment.parent)) ?? null;
      instances.set(fragment, { fragment, path: clientPath(walk), parent });
    }
    const completion = complete(value, walk);
    if (completion === 'written' && isRecord(value)) noteObject(value, deferrals, walk);
    return completion;
  };
}

function compileDeferrals(
  deferred: readonly DeferredSelection[],
  compile: (selection: SelectionShape) => Complete,
): readonly CompiledDeferral[] {
  return deferred.map((selection) => {
    const { byType, deferred } = selection.selection;
    const empty = [...byType].filter(([, fields]) => fields.length === 0);
    return {
      selection,
      complete: compile(selection.selection),
      without: new Set(empty.map(([name]) => JSON.stringify(name))),
      inside: compileDeferrals(deferred, compile),
    };
  });
}

/** Where only one type is possible, its name may not have been fetched; where no type makes a difference, it may be unknown. */
function noteObject(object: DataRecord, deferrals: readonly CompiledDeferral[], walk: Walk): void {
  for (const deferral of deferrals) {
    if (deferral.without.has(typenameOf(object) as string)) noteObject(object, deferral.inside, walk);
    else walk.deferral!.objects.push(deferredObject(object, deferral, walk));
  }
}

function deferredObject(object: DataRecord, { selection, complete }: CompiledDeferral, walk: Walk): DeferredObject {
  const { instances, startWalk, room } = walk.deferral!;
  const steps = [...walk.steps];
  const around = new Map(instances);
  const path = clientPath(walk);
  return {
    id: selection.id,
    fragments: selection.fragments.map((fragment) => around.get(fragment)!),
    path,
    project: () => {
      const later = startWalk(steps, { objects: [], instances: around, startWalk, room });
      return tellWhatFails(path, () => projectIncrement(object, complete, later));
    },
  };
}

function projectIncrement(object: DataRecord, complete: Complete, walk: Walk): Increment {
  const data = complete(object, walk) === 'written' ? walk.out.slice(0) : null;
  walk.failures.finish(walk);
  takeRoom(walk, data);
  return { data, errors: walk.errors, deferred: data === null ? [] : walk.deferral!.objects };
}

/** A part that is too long must not take those with it that are not. */
function tellWhatFails(path: Path, project: () => Increment): Increment {
  try {
    return project();
  } catch (error) {
    if (!(error instanceof GordianError)) throw error;
    return { data: null, errors: [errorOf(error, path)], deferred: [] };
  }
}

/** All parts together are one answer. */
function takeRoom({ deferral }: Walk, data: string | null): void {
  deferral!.room.left -= data?.length ?? 0;
  if (deferral!.room.left < 0) throw answerTooLong();
}

function errorOf({ code, message, details }: GordianError, path: Path): ProjectedError {
  return { message, path, extensions: { code, ...details } };
}

/** @returns a function that does the same as `complete`, and forgets what was noted below when a null takes its place */
export function forgettingNulled(complete: Complete): Complete {
  return (value, walk) => {
    const { objects } = walk.deferral!;
    const { length } = objects;
    const completion = complete(value, walk);
    if (completion !== 'written') objects.length = length;
    return completion;
  };
}
