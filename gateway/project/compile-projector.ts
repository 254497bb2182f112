// Project: from data under private names to the response that the client asked for, by the GraphQL specification (section 6.4).
// Compiled to closures once per authorized operation, so that per row nothing is decided that the operation already says; what
// they make is bytes, copied from where the answers of the subgraphs are, because nobody reads the objects between.
import { type GraphQLOutputType, getNamedType, isAbstractType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { AuthorizedOperation, Masking } from '../authorize/authorized-operation.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import { JsonBytes, withReserve } from '../execute/json-bytes.ts';
import type { Layout } from '../execute/layout.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { isAnsweredAlike } from '../plan/answered-alike.ts';
import { isGuardedByRow } from '../plan/row-inputs.ts';
import {
  completeFilteredItem,
  completeFilteredList,
  completeJudgedField,
  completeJudgedObject,
} from './complete-judged.ts';
import {
  type CompiledField,
  completeAbstract,
  completeDenied,
  completeIntrospection,
  completeLeaf,
  completeList,
  completeNonNull,
  completeNullable,
  completeObject,
  completeStale,
  constant,
  nullBytes,
} from './complete-value.ts';
import { createCompletedValues, onceIfShared } from './completed-values.ts';
import { createDeferral, forgettingNulled, notingDeferred } from './deferral.ts';
import { createFailureIndex } from './failure-index.ts';
import { leafWriter } from './leaf-values.ts';
import {
  addError,
  type Complete,
  type Deferral,
  type Projection,
  type ProjectionContext,
  type Projector,
  type Walk,
} from './projection.ts';

const projectors = new WeakMap<AuthorizedOperation, Projector>();

/** Compiled once and kept as long as the authorized operation. */
export function compileProjector(authorized: AuthorizedOperation): Projector {
  const known = projectors.get(authorized);
  if (known) return known;
  const projector = createProjector(authorized);
  projectors.set(authorized, projector);
  return projector;
}

function createProjector(authorized: AuthorizedOperation): Projector {
  // By the layout of a plan: an operation has several plans where a field moves between subgraphs.
  const compiled = new WeakMap<Layout, Complete>();
  const compiledFor = (layout: Layout): Complete => {
    const known = compiled.get(layout);
    if (known) return known;
    const made = createCompiler(authorized)(authorized.shape.root, layout);
    compiled.set(layout, made);
    return made;
  };

  let usualBytes = 0;
  return (fetched, context = {}) => {
    const startWalk: Deferral['startWalk'] = (steps, deferral) =>
      newWalk(authorized, fetched, context, steps, deferral, new JsonBytes(partBytes));
    const deferral = authorized.shape.isDeferring ? createDeferral(startWalk) : null;
    const out = new JsonBytes(usualBytes || fetched.leaves.length);
    const walk = newWalk(authorized, fetched, context, [], deferral, out);
    const completion = compiledFor(fetched.layout)(fetched.data, walk);
    const isWritten = completion === 'written';
    if (completion === 'hidden') tellHidden(walk);
    usualBytes = withReserve(out.length);
    walk.failures.finish(walk);
    return {
      data: isWritten ? out.written() : nullBytes,
      errors: walk.errors,
      deferred: (isWritten && deferral?.objects) || nothingDeferred,
    };
  };
}

/** Only that: an error about a part of what is hidden would tell of it. */
function tellHidden(walk: Walk): void {
  walk.errors.length = 0;
  addError(walk, 'FORBIDDEN', 'What is asked for is not for you to see.');
}

const nothingDeferred: Projection['deferred'] = [];

/** The part of one object is short. */
const partBytes = 1_024;

function newWalk(
  authorized: AuthorizedOperation,
  { failures, shared, leaves }: FetchedData,
  context: ProjectionContext,
  steps: Walk['steps'],
  deferral: Deferral | null,
  out: JsonBytes,
): Walk {
  // A failure below would have to be told at each of the places, and so would what comes later.
  const isKept = failures.length === 0 && shared.size > 0 && deferral === null;
  return {
    authorized,
    context,
    failures: createFailureIndex(failures),
    steps,
    errors: [],
    out,
    leaves,
    takenBack: 0,
    leftOut: [],
    judged: null,
    completed: isKept ? createCompletedValues(shared) : null,
    deferral,
  };
}

/** @param layout of the objects at the position; undefined when no fetch brings any */
type CompileSelection = (selection: SelectionShape, layout: Layout | undefined) => Complete;

/** @returns a function that compiles selections; one reached along several paths to one place is compiled once */
function createCompiler(authorized: AuthorizedOperation): CompileSelection {
  const { isDeferring } = authorized.shape;
  const compiled = new Map<Layout | undefined, Map<SelectionShape, Complete>>();

  const compileSelection: CompileSelection = (selection, layout) => {
    const atPlace = compiled.get(layout) ?? new Map<SelectionShape, Complete>();
    compiled.set(layout, atPlace);
    const made = atPlace.get(selection) ?? compileComposite(selection, layout);
    atPlace.set(selection, made);
    return made;
  };

  const compileComposite: CompileSelection = (selection, layout) => {
    const complete = compileObject(selection, layout);
    return isDeferring ? notingDeferred(complete, selection, (later) => compileSelection(later, layout)) : complete;
  };

  const compileObject: CompileSelection = (selection, layout) => {
    const { type, byType } = selection;
    const fields = new Map(
      [...byType].map(([name, shapes]) => [JSON.stringify(name), shapes.map((field) => compileField(field, layout))]),
    );
    const completeOf = (name: string): Complete => {
      const complete = completeObject(fields.get(JSON.stringify(name))!);
      return isGuardedByRow(authorized, name, byType.get(name)!) ? completeJudgedObject(complete, name) : complete;
    };
    if (!isAbstractType(type)) return completeOf(type.name);
    const shared = isAnsweredAlike(authorized, selection) ? [...fields.values()][0] : undefined;
    return completeAbstract(
      type,
      new Map([...byType.keys()].map((name) => [JSON.stringify(name), completeOf(name)])),
      shared && completeObject(shared),
    );
  };

  const compileField = (field: FieldShape, layout: Layout | undefined): CompiledField => {
    const slot = field.slot < 0 ? undefined : layout?.slotOf(field.privateName);
    return {
      field,
      name: Buffer.from(`${JSON.stringify(field.responseName)}:`),
      slot: slot ?? -1,
      complete: compileValue(field, slot === undefined ? undefined : layout?.below[slot]),
    };
  };

  const compileValue = (field: FieldShape, below: Layout | undefined): Complete => {
    if (field.name === '__typename') return constant(JSON.stringify(field.parentType.name));
    if (field.slot < 0) return completeIntrospection(field);
    const verdict = authorized.verdicts[field.slot];
    if (verdict?.kind === 'deny') return completeDenied(field, verdict);
    if (verdict?.kind === 'stale') return completeStale(field, verdict);
    if (verdict?.kind !== 'row') return onceIfShared(compileType(field.type, field, below, verdict), field);
    return completeJudgedField(onceIfShared(compileType(field.type, field, below, undefined), field), field);
  };

  const compileType = (
    type: GraphQLOutputType,
    field: FieldShape,
    below: Layout | undefined,
    mask: Masking | undefined,
  ): Complete => {
    if (isNonNullType(type)) return completeNonNull(compileInner(type.ofType, field, below, mask), field);
    const complete = compileInner(type, field, below, mask);
    const mayDefer = isDeferring && !isLeafType(type);
    return completeNullable(mayDefer ? forgettingNulled(complete) : complete);
  };

  const compileInner: typeof compileType = (type, field, below, mask) => {
    if (isListType(type)) return compileList(type.ofType, field, below, mask);
    if (isLeafType(type)) return completeLeaf(type, leafWriter(type), mask);
    if (mask) throw new Error(`a mask on ${field.coordinate}, which is not a leaf`);
    return compileSelection(field.selection!, below);
  };

  const compileList: typeof compileType = (itemType, field, below, mask) => {
    const completeItem = compileType(itemType, field, below, mask);
    // Objects can be hidden below any list, and a non-null field takes the object around it along.
    if (!authorized.rows || isLeafType(getNamedType(itemType))) return completeList(completeItem);
    return completeFilteredList(
      isNonNullType(itemType)
        ? completeItem
        : completeFilteredItem(compileInner(itemType, field, below, mask), completeItem),
    );
  };

  return compileSelection;
}
