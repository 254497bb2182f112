// Project: from data under private names to the response that the client asked for, by the GraphQL specification (section 6.4).
// Compiled to closures once per authorized operation, so that per row nothing is decided that the operation already says; what
// they make is text, because leaves came as text and nobody reads the objects between.
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
import { AnswerText } from '../execute/answer-text.ts';
import { DataList, type DataValue, isRecord, typenameOf } from '../execute/data-record.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { Layout } from '../execute/layout.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { isAnsweredAlike } from '../plan/answered-alike.ts';
import { createCompletedValues, onceIfShared } from './completed-values.ts';
import { createDeferral, forgettingNulled, notingDeferred } from './deferral.ts';
import { createFailureIndex } from './failure-index.ts';
import { type LeafReader, leafReader } from './leaf-values.ts';
import {
  addError,
  type Complete,
  type Deferral,
  type Projection,
  type ProjectionContext,
  type Projector,
  requireRoom,
  type Walk,
} from './projection.ts';

interface CompiledField {
  readonly field: FieldShape;
  /** What stands before the value: punctuation and the client's name. */
  readonly before: string;
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
  let completeRoot: Complete = () => undefined;
  return (fetched, context = {}) => {
    if (layout !== fetched.layout) {
      layout = fetched.layout;
      completeRoot = createCompiler(authorized)(authorized.shape.root, layout);
    }
    const startWalk: Deferral['startWalk'] = (steps, deferral) =>
      newWalk(authorized, fetched, context, steps, deferral);
    const deferral = authorized.shape.isDeferring ? createDeferral(startWalk) : null;
    const walk = newWalk(authorized, fetched, context, [], deferral);
    const data = completeRoot(fetched.data, walk);
    walk.failures.finish(walk);
    return { data: data ?? 'null', errors: walk.errors, deferred: (data && deferral?.objects) || nothingDeferred };
  };
}

const nothingDeferred: Projection['deferred'] = [];

function newWalk(
  authorized: AuthorizedOperation,
  { failures, shared }: FetchedData,
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
      [...byType].map(([name, shapes]) => [
        JSON.stringify(name),
        shapes.map((field, index) => compileField(field, index, layout)),
      ]),
    );
    if (!isAbstractType(type)) return completeObject(fields.get(JSON.stringify(type.name))!);
    const shared = isAnsweredAlike(authorized, selection) ? [...fields.values()][0] : undefined;
    return completeAbstract(
      type,
      new Map([...fields].map(([name, each]) => [name, completeObject(each)])),
      shared && completeObject(shared),
    );
  };

  const compileField = (field: FieldShape, index: number, layout: Layout | undefined): CompiledField => {
    const before = `${index === 0 ? '{' : ','}${JSON.stringify(field.responseName)}:`;
    const slot = field.slot < 0 ? undefined : layout?.slotOf(field.privateName);
    return {
      field,
      before,
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
    if (isLeafType(type)) return completeLeaf(type, leafReader(type), mask);
    if (mask) throw new Error(`a mask on ${field.coordinate}, which is not a leaf`);
    return compileSelection(field.selection!, below);
  };

  return compileSelection;
}

const constant =
  (text: string): Complete =>
  () =>
    text;

function completeNullable(complete: Complete): Complete {
  return (value, walk) => {
    if (value === null) return 'null';
    if (value === undefined) {
      walk.failures.explain(walk);
      return 'null';
    }
    return complete(value, walk) ?? 'null';
  };
}

function completeNonNull(complete: Complete, field: FieldShape): Complete {
  return (value, walk) => {
    if (value === undefined) {
      walk.failures.explain(walk);
      return undefined;
    }
    const completed = value === null ? 'null' : complete(value, walk);
    if (completed !== 'null') return completed;
    addError(
      walk,
      'NON_NULL_VIOLATION',
      `A subgraph gave null for ${field.coordinate}, which is never null by its schema.`,
    );
    return undefined;
  };
}

function completeList(completeItem: Complete): Complete {
  return (value, walk) => {
    const items = itemsOf(value);
    if (!items) return refuse(walk, 'a list');
    const depth = walk.steps.length;
    let text = '[';
    for (let index = 0; index < items.length; index++) {
      walk.steps[depth] = index;
      const item = completeItem(items[index], walk);
      if (item === undefined) {
        stepBack(walk, depth);
        return undefined;
      }
      text += index === 0 ? item : `,${item}`;
      requireRoom(text);
    }
    stepBack(walk, depth);
    return `${text}]`;
  };
}

/** A list of leaves is one text. */
function itemsOf(value: DataValue): readonly DataValue[] | null {
  if (value instanceof DataList) return value.items;
  return typeof value === 'string' ? new AnswerText(value).leaves() : null;
}

/** Whoever went deeper has stepped back, so at most one step is left. Shortening by `length` would cost far more. */
function stepBack({ steps }: Walk, depth: number): void {
  if (steps.length > depth) steps.pop();
}

function completeLeaf(type: GraphQLLeafType, read: LeafReader, mask: Masking | undefined): Complete {
  return (value, walk) => {
    const completed = typeof value === 'string' ? read(value) : undefined;
    if (completed === undefined) return refuse(walk, `a value of type "${type.name}"`);
    return mask ? applyMask(mask, completed, walk) : completed;
  };
}

/** A mask that fails must not let the value through. */
function applyMask(mask: Masking, value: string, walk: Walk): string | undefined {
  try {
    return JSON.stringify(mask.apply(JSON.parse(value)) ?? null);
  } catch {
    addError(walk, 'POLICY_UNAVAILABLE', 'This field is masked for you, and the mask could not be applied.');
    return undefined;
  }
}

function completeObject(fields: readonly CompiledField[]): Complete {
  if (fields.length === 0) return (value, walk) => (isRecord(value) ? '{}' : refuse(walk, 'an object'));
  return (value, walk) => {
    if (!isRecord(value)) return refuse(walk, 'an object');
    const depth = walk.steps.length;
    let text = '';
    for (const { field, before, slot, complete } of fields) {
      walk.steps[depth] = field;
      const completed = complete(slot < 0 ? undefined : value[slot], walk);
      if (completed === undefined) {
        stepBack(walk, depth);
        return undefined;
      }
      text += before + completed;
      requireRoom(text);
    }
    stepBack(walk, depth);
    return `${text}}`;
  };
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
    const complete = byType.get(typename as string) ?? (isTypeUnknown(typename, walk) ? shared : undefined);
    // The name is not repeated: it may be of a type that clients are not to know of.
    return complete ? complete(value, walk) : refuse(walk, `an object of a type that "${type.name}" may be`);
  };
}

/** A subgraph that has only an interface object gives the name of the interface, or none. */
function isTypeUnknown(typename: DataValue, { authorized }: Walk): boolean {
  if (typename === undefined) return true;
  const name: unknown = typeof typename === 'string' ? JSON.parse(typename) : null;
  return typeof name === 'string' && isInterfaceType(authorized.shape.schema.getType(name));
}

function completeDenied(field: FieldShape, denial: Denial): Complete {
  const verb = denial.code === 'POLICY_UNAVAILABLE' ? 'could not be decided' : 'is denied';
  const message = `Access to ${field.coordinate} ${verb}: ${denial.reason}`;
  const result = isNonNullType(field.type) ? undefined : 'null';
  return (_, walk) => {
    const decisionId = walk.context.decisionId?.(field, denial);
    addError(walk, denial.code, message, { coordinate: field.coordinate, reason: denial.reason, decisionId });
    return result;
  };
}

function completeIntrospection({ responseName, type }: FieldShape): Complete {
  return (_, walk) => {
    const value = walk.context.introspection?.[responseName];
    if (value !== undefined) return value;
    addError(walk, 'FORBIDDEN', 'Introspection is not open to you.');
    return isNonNullType(type) ? undefined : 'null';
  };
}

function refuse(walk: Walk, expected: string): undefined {
  addError(walk, 'SUBGRAPH_BAD_RESPONSE', `A subgraph did not give ${expected} here.`);
  return undefined;
}
