// Project: from data under private names to the response that the client asked for, by the GraphQL specification (section 6.4).
// Compiled to closures once per authorized operation, so that per row nothing is decided that the operation already says.
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
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import { isAnsweredAlike } from '../plan/answered-alike.ts';
import { createCompletedValues, onceIfShared } from './completed-values.ts';
import { createFailureIndex } from './failure-index.ts';
import { type LeafReader, leafReader } from './leaf-values.ts';
import { addError, type Complete, maxAnswerCharacters, type Projector, spend, type Walk } from './projection.ts';

interface CompiledField {
  readonly field: FieldShape;
  readonly complete: Complete;
  /** Reads the value of the field from the object that holds it. */
  readonly read: (object: Readonly<Record<string, unknown>>, walk: Walk) => unknown;
}

/** Characters around a name and its value. */
const punctuation = 6;

const projectors = new WeakMap<AuthorizedOperation, Projector>();

/** Compiled once and kept as long as the authorized operation. */
export function compileProjector(authorized: AuthorizedOperation): Projector {
  const known = projectors.get(authorized);
  if (known) return known;
  const projector = compile(authorized);
  projectors.set(authorized, projector);
  return projector;
}

function compile(authorized: AuthorizedOperation): Projector {
  const completeRoot = createCompiler(authorized)(authorized.shape.root);
  return (fetched, context = {}) => {
    const failures = createFailureIndex(fetched.failures);
    const walk: Walk = {
      authorized,
      context,
      failures,
      steps: [],
      errors: [],
      room: maxAnswerCharacters,
      // A failure below would have to be told at each of the places.
      completed:
        fetched.failures.length === 0 && fetched.shared.size > 0 ? createCompletedValues(fetched.shared) : null,
    };
    const data = completeRoot(fetched.data, walk);
    walk.failures.finish(walk);
    return { data: JSON.stringify(data ?? null), errors: walk.errors };
  };
}

/** @returns a function that compiles selections; one reached along several paths is compiled once */
function createCompiler(authorized: AuthorizedOperation): (selection: SelectionShape) => Complete {
  const compiled = new Map<SelectionShape, Complete>();

  const compileSelection = (selection: SelectionShape): Complete => {
    const known = compiled.get(selection);
    if (known) return known;
    const made = compileComposite(selection);
    compiled.set(selection, made);
    return made;
  };

  const compileComposite = (selection: SelectionShape): Complete => {
    const { type, byType } = selection;
    const fields = new Map([...byType].map(([name, shapes]) => [name, shapes.map(compileField)]));
    if (!isAbstractType(type)) return (value, walk) => completeObject(fields.get(type.name)!, value, walk);
    const shared = isAnsweredAlike(authorized, selection) ? [...fields.values()][0] : undefined;
    return (value, walk) => completeAbstract(type, fields, shared, value, walk);
  };

  const compileField = (field: FieldShape): CompiledField => {
    if (field.name === '__typename') return { field, read: () => field.parentType.name, complete: (value) => value };
    if (field.slot < 0) return { field, read: readIntrospection(field), complete: completeIntrospection(field) };
    const verdict = authorized.verdicts[field.slot];
    if (verdict?.kind === 'deny') return { field, read: () => null, complete: completeDenied(field, verdict) };
    const { privateName } = field;
    const complete = onceIfShared(compileType(field.type, field, verdict), field);
    return { field, read: (object) => object[privateName], complete };
  };

  const compileType = (type: GraphQLOutputType, field: FieldShape, mask: Masking | undefined): Complete => {
    if (isNonNullType(type)) return completeNonNull(compileInner(type.ofType, field, mask), field);
    return completeNullable(compileInner(type, field, mask));
  };

  const compileInner = (type: GraphQLOutputType, field: FieldShape, mask: Masking | undefined): Complete => {
    if (isListType(type)) return completeList(compileType(type.ofType, field, mask));
    if (isLeafType(type)) return completeLeaf(type, leafReader(type), mask);
    if (mask) throw new Error(`a mask on ${field.coordinate}, which is not a leaf`);
    return compileSelection(field.selection!);
  };

  return compileSelection;
}

function completeNullable(complete: Complete): Complete {
  return (value, walk) => {
    if (value === null) return null;
    if (value === undefined) {
      walk.failures.explain(walk);
      return null;
    }
    return complete(value, walk) ?? null;
  };
}

function completeNonNull(complete: Complete, field: FieldShape): Complete {
  return (value, walk) => {
    if (value === undefined) {
      walk.failures.explain(walk);
      return undefined;
    }
    const completed = value === null ? null : complete(value, walk);
    if (completed !== null) return completed;
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
    if (!Array.isArray(value)) return refuse(walk, 'a list');
    const depth = walk.steps.length;
    const completed: unknown[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) {
      walk.steps[depth] = index;
      completed[index] = completeItem(value[index], walk);
      if (completed[index] === undefined) {
        stepBack(walk, depth);
        return undefined;
      }
    }
    stepBack(walk, depth);
    return completed;
  };
}

/** Whoever went deeper has stepped back, so at most one step is left. Shortening by `length` would cost far more. */
function stepBack({ steps }: Walk, depth: number): void {
  if (steps.length > depth) steps.pop();
}

function completeLeaf(type: GraphQLLeafType, read: LeafReader, mask: Masking | undefined): Complete {
  return (value, walk) => {
    const completed = read(value);
    if (completed === undefined) return refuse(walk, `a value of type "${type.name}"`);
    if (typeof completed === 'string') spend(walk, completed.length);
    else if (typeof completed === 'object') spend(walk, JSON.stringify(completed).length);
    return mask ? applyMask(mask, completed, walk) : completed;
  };
}

/** A mask that fails must not let the value through. */
function applyMask(mask: Masking, value: unknown, walk: Walk): unknown {
  try {
    return mask.apply(value) ?? null;
  } catch {
    addError(walk, 'POLICY_UNAVAILABLE', 'This field is masked for you, and the mask could not be applied.');
    return undefined;
  }
}

function completeObject(fields: readonly CompiledField[], value: unknown, walk: Walk): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(walk, 'an object');
  const depth = walk.steps.length;
  const completed: Record<string, unknown> = {};
  for (const { field, read, complete } of fields) {
    walk.steps[depth] = field;
    spend(walk, field.responseName.length + punctuation);
    const result = complete(read(value as Record<string, unknown>, walk), walk);
    if (result === undefined) {
      stepBack(walk, depth);
      return undefined;
    }
    completed[field.responseName] = result;
  }
  stepBack(walk, depth);
  return completed;
}

function completeAbstract(
  type: GraphQLCompositeType,
  byType: ReadonlyMap<string, readonly CompiledField[]>,
  shared: readonly CompiledField[] | undefined,
  value: unknown,
  walk: Walk,
): unknown {
  if (typeof value !== 'object' || value === null) return refuse(walk, 'an object');
  const typename = (value as Record<string, unknown>).__typename;
  const fields = byType.get(typename as string) ?? (isTypeUnknown(typename, walk) ? shared : undefined);
  // The name is not repeated: it may be of a type that clients are not to know of.
  return fields ? completeObject(fields, value, walk) : refuse(walk, `an object of a type that "${type.name}" may be`);
}

/** A subgraph that has only an interface object gives the name of the interface, or none. */
function isTypeUnknown(typename: unknown, { authorized }: Walk): boolean {
  return (
    typename === undefined ||
    (typeof typename === 'string' && isInterfaceType(authorized.shape.schema.getType(typename)))
  );
}

function completeDenied(field: FieldShape, denial: Denial): Complete {
  const verb = denial.code === 'POLICY_UNAVAILABLE' ? 'could not be decided' : 'is denied';
  const message = `Access to ${field.coordinate} ${verb}: ${denial.reason}`;
  const result = isNonNullType(field.type) ? undefined : null;
  return (_, walk) => {
    const decisionId = walk.context.decisionId?.(field, denial);
    addError(walk, denial.code, message, { coordinate: field.coordinate, reason: denial.reason, decisionId });
    return result;
  };
}

function readIntrospection({ responseName }: FieldShape): CompiledField['read'] {
  return (_, { context }) => context.introspection?.[responseName];
}

function completeIntrospection({ type }: FieldShape): Complete {
  return (value, walk) => {
    if (value !== undefined) return value;
    addError(walk, 'FORBIDDEN', 'Introspection is not open to you.');
    return isNonNullType(type) ? undefined : null;
  };
}

function refuse(walk: Walk, expected: string): undefined {
  addError(walk, 'SUBGRAPH_BAD_RESPONSE', `A subgraph did not give ${expected} here.`);
  return undefined;
}
