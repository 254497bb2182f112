// Project: from data under private names to the response that the client asked for, by the GraphQL specification (section 6.4).
// Compiled to closures once per authorized operation, so that per row nothing is decided that the operation already says; what
// they make is bytes, copied from where the answers of the subgraphs are, because nobody reads the objects between.
import {
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { AuthorizedOperation, Denial, Masking } from '../authorize/authorized-operation.ts';
import { AnswerReader } from '../execute/answer-reader.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from '../execute/data-record.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import { closeBrace, closeBracket, comma, JsonBytes, openBrace, openBracket } from '../execute/json-bytes.ts';
import type { Layout } from '../execute/layout.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { isAnsweredAlike } from '../plan/answered-alike.ts';
import { createCompletedValues, onceIfShared } from './completed-values.ts';
import { createDeferral, forgettingNulled, notingDeferred } from './deferral.ts';
import { createFailureIndex } from './failure-index.ts';
import { type LeafWriter, leafWriter } from './leaf-values.ts';
import {
  addError,
  type Complete,
  type Completion,
  type Deferral,
  type Projection,
  type ProjectionContext,
  type Projector,
  requireRoom,
  type Walk,
} from './projection.ts';

interface CompiledField {
  readonly field: FieldShape;
  /** The client's name with a colon. */
  readonly name: Uint8Array;
  /** Where the value is in the object that holds it; -1 when nothing brings it. */
  readonly slot: number;
  readonly complete: Complete;
}

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
  // One operation has one plan, and so one layout, unless the plan was made anew.
  let layout: Layout | null = null;
  let completeRoot: Complete = () => 'failed';
  return (fetched, context = {}) => {
    if (layout !== fetched.layout) {
      layout = fetched.layout;
      completeRoot = createCompiler(authorized)(authorized.shape.root, layout);
    }
    const startWalk: Deferral['startWalk'] = (steps, deferral) =>
      newWalk(authorized, fetched, context, steps, deferral);
    const deferral = authorized.shape.isDeferring ? createDeferral(startWalk) : null;
    const walk = newWalk(authorized, fetched, context, [], deferral);
    const isWritten = completeRoot(fetched.data, walk) === 'written';
    walk.failures.finish(walk);
    return {
      data: isWritten ? walk.out.written() : nullBytes,
      errors: walk.errors,
      deferred: (isWritten && deferral?.objects) || nothingDeferred,
    };
  };
}

const nothingDeferred: Projection['deferred'] = [];

const partBytes = 1_024;

function newWalk(
  authorized: AuthorizedOperation,
  { failures, shared, leaves }: FetchedData,
  context: ProjectionContext,
  steps: Walk['steps'],
  deferral: Deferral | null,
): Walk {
  // A failure below would have to be told at each of the places, and so would what comes later.
  const isKept = failures.length === 0 && shared.size > 0 && deferral === null;
  return {
    authorized,
    context,
    failures: createFailureIndex(failures),
    steps,
    errors: [],
    // A whole answer is mostly as long as what it was made of, the part of one object is short.
    out: new JsonBytes(steps.length === 0 ? leaves.length : partBytes),
    leaves,
    takenBack: 0,
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
    if (!isAbstractType(type)) return completeObject(fields.get(JSON.stringify(type.name))!);
    const shared = isAnsweredAlike(authorized, selection) ? [...fields.values()][0] : undefined;
    return completeAbstract(
      type,
      new Map([...fields].map(([name, each]) => [name, completeObject(each)])),
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
    return onceIfShared(compileType(field.type, field, below, verdict), field);
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
    if (isListType(type)) return completeList(compileType(type.ofType, field, below, mask));
    if (isLeafType(type)) return completeLeaf(type, leafWriter(type), mask);
    if (mask) throw new Error(`a mask on ${field.coordinate}, which is not a leaf`);
    return compileSelection(field.selection!, below);
  };

  return compileSelection;
}

const nullBytes = Buffer.from('null');

function writeNull({ out }: Walk): Completion {
  out.raw(nullBytes);
  return 'written';
}

function constant(text: string): Complete {
  const bytes = Buffer.from(text);
  return (_, { out }) => {
    out.raw(bytes);
    return 'written';
  };
}

function completeNullable(complete: Complete): Complete {
  return (value, walk) => {
    if (value === null) return writeNull(walk);
    if (value === undefined) {
      walk.failures.explain(walk);
      return writeNull(walk);
    }
    const { length } = walk.out;
    if (complete(value, walk) === 'written') return 'written';
    takeBack(walk, length);
    return writeNull(walk);
  };
}

/** A null moved up to here: what was written of the value is void. */
function takeBack(walk: Walk, length: number): void {
  if (walk.out.length === length) return;
  walk.out.length = length;
  walk.takenBack++;
}

function completeNonNull(complete: Complete, field: FieldShape): Complete {
  return (value, walk) => {
    if (value === undefined) {
      walk.failures.explain(walk);
      return 'failed';
    }
    const completion = value === null ? 'null' : complete(value, walk);
    if (completion !== 'null') return completion;
    addError(
      walk,
      'NON_NULL_VIOLATION',
      `A subgraph gave null for ${field.coordinate}, which is never null by its schema.`,
    );
    return 'failed';
  };
}

function completeList(completeItem: Complete): Complete {
  return (value, walk) => {
    const items = itemsOf(value, walk);
    if (!items) return refuse(walk, 'a list');
    const { out, steps } = walk;
    const depth = steps.length;
    out.byte(openBracket);
    for (let index = 0; index < items.length; index++) {
      steps[depth] = index;
      if (index > 0) out.byte(comma);
      if (completeItem(items[index], walk) !== 'written') {
        stepBack(walk, depth);
        return 'failed';
      }
      requireRoom(walk);
    }
    stepBack(walk, depth);
    out.byte(closeBracket);
    return 'written';
  };
}

/** A list of leaves is one leaf. */
function itemsOf(value: DataValue, { leaves }: Walk): readonly DataValue[] | null {
  if (value instanceof DataList) return value.items;
  return typeof value === 'number' ? new AnswerReader(leaves, value).leaves() : null;
}

/** Whoever went deeper has stepped back, so at most one step is left. Shortening by `length` would cost far more. */
function stepBack({ steps }: Walk, depth: number): void {
  if (steps.length > depth) steps.pop();
}

function completeLeaf(type: GraphQLLeafType, write: LeafWriter, mask: Masking | undefined): Complete {
  return (value, walk) => {
    const { out, leaves } = walk;
    const { length } = out;
    if (typeof value !== 'number' || !write(out, leaves, value)) return refuse(walk, `a value of type "${type.name}"`);
    return mask ? applyMask(mask, walk, length) : 'written';
  };
}

/** A mask that fails must not let the value through. @param start where the value is written */
function applyMask(mask: Masking, walk: Walk, start: number): Completion {
  const { out } = walk;
  const value = out.slice(start);
  out.length = start;
  try {
    const masked: unknown = mask.apply(JSON.parse(value)) ?? null;
    if (masked === null) return 'null';
    out.text(JSON.stringify(masked));
    return 'written';
  } catch {
    addError(walk, 'POLICY_UNAVAILABLE', 'This field is masked for you, and the mask could not be applied.');
    return 'failed';
  }
}

function completeObject(fields: readonly CompiledField[]): Complete {
  const [first, ...others] = fields;
  return (value, walk) => {
    if (!isRecord(value)) return refuse(walk, 'an object');
    const { out, steps } = walk;
    const depth = steps.length;
    out.byte(openBrace);
    if (first && completeField(first, value, walk, depth) !== 'written') return fail(walk, depth);
    for (const field of others) {
      out.byte(comma);
      if (completeField(field, value, walk, depth) !== 'written') return fail(walk, depth);
    }
    stepBack(walk, depth);
    out.byte(closeBrace);
    return 'written';
  };
}

function completeField(
  { field, name, slot, complete }: CompiledField,
  object: DataRecord,
  walk: Walk,
  depth: number,
): Completion {
  walk.steps[depth] = field;
  walk.out.raw(name);
  requireRoom(walk);
  return complete(slot < 0 ? undefined : object[slot], walk);
}

function fail(walk: Walk, depth: number): Completion {
  stepBack(walk, depth);
  return 'failed';
}

/** @param byType by name in quotes */
function completeAbstract(
  type: GraphQLCompositeType,
  byType: ReadonlyMap<string, Complete>,
  shared: Complete | undefined,
): Complete {
  return (value, walk) => {
    if (!isRecord(value)) return refuse(walk, 'an object');
    const typename = typenameOf(value);
    const complete = byType.get(typename ?? '') ?? (isTypeUnknown(typename, walk) ? shared : undefined);
    // The name is not repeated: it may be of a type that clients are not to know of.
    return complete ? complete(value, walk) : refuse(walk, `an object of a type that "${type.name}" may be`);
  };
}

/** A subgraph that has only an interface object gives the name of the interface, or none. */
function isTypeUnknown(typename: string | null | undefined, { authorized }: Walk): boolean {
  if (typename === undefined) return true;
  return typename !== null && isInterfaceType(authorized.shape.schema.getType(JSON.parse(typename)));
}

function completeDenied(field: FieldShape, denial: Denial): Complete {
  const verb = denial.code === 'POLICY_UNAVAILABLE' ? 'could not be decided' : 'is denied';
  const message = `Access to ${field.coordinate} ${verb}: ${denial.reason}`;
  const isRequired = isNonNullType(field.type);
  return (_, walk) => {
    const decisionId = walk.context.decisionId?.(field, denial);
    addError(walk, denial.code, message, { coordinate: field.coordinate, reason: denial.reason, decisionId });
    return isRequired ? 'failed' : writeNull(walk);
  };
}

function completeIntrospection({ responseName, type }: FieldShape): Complete {
  return (_, walk) => {
    const value = walk.context.introspection?.[responseName];
    if (value !== undefined) {
      walk.out.text(value);
      return 'written';
    }
    addError(walk, 'FORBIDDEN', 'Introspection is not open to you.');
    return isNonNullType(type) ? 'failed' : writeNull(walk);
  };
}

function refuse(walk: Walk, expected: string): Completion {
  addError(walk, 'SUBGRAPH_BAD_RESPONSE', `A subgraph did not give ${expected} here.`);
  return 'failed';
}
