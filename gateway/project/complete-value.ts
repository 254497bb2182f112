// What the projector does at each kind of position, by the GraphQL specification (section 6.4): writes the value, or null where
// there is none, and lets a null that may not be move up.
import { type GraphQLCompositeType, type GraphQLLeafType, isInterfaceType, isNonNullType } from 'graphql';
import type { Denial, Masking, Stale } from '../authorize/authorized-operation.ts';
import { AnswerReader } from '../execute/answer-reader.ts';
import { DataList, type DataRecord, type DataValue, isRecord, typenameOf } from '../execute/data-record.ts';
import { closeBrace, closeBracket, comma, openBrace, openBracket } from '../execute/json-bytes.ts';
import type { FieldShape } from '../operation/shape.ts';
import type { LeafWriter } from './leaf-values.ts';
import { addError, type Complete, type Completion, requireRoom, type Walk } from './projection.ts';

/** A field of an object, with what writes its value. */
export interface CompiledField {
  readonly field: FieldShape;
  /** The client's name with a colon. */
  readonly name: Uint8Array;
  /** Where the value is in the object that holds it; -1 when nothing brings it. */
  readonly slot: number;
  readonly complete: Complete;
}

export const nullBytes = Buffer.from('null');

export function writeNull({ out }: Walk): Completion {
  out.raw(nullBytes);
  return 'written';
}

export function constant(text: string): Complete {
  const bytes = Buffer.from(text);
  return (_, { out }) => {
    out.raw(bytes);
    return 'written';
  };
}

export function completeNullable(complete: Complete): Complete {
  return (value, walk) => {
    if (value === null) return writeNull(walk);
    if (value === undefined) {
      walk.failures.explain(walk);
      return writeNull(walk);
    }
    const { length } = walk.out;
    const told = walk.errors.length;
    const completion = complete(value, walk);
    if (completion === 'written') return 'written';
    takeBack(walk, length);
    // An error about what is hidden would tell of it.
    if (completion === 'hidden') walk.errors.length = told;
    return writeNull(walk);
  };
}

/** A null moved up to here: what was written of the value is void. */
export function takeBack(walk: Walk, length: number): void {
  if (walk.out.length === length) return;
  walk.out.length = length;
  walk.takenBack++;
}

export function completeNonNull(complete: Complete, field: FieldShape): Complete {
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

export function completeList(completeItem: Complete): Complete {
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
export function itemsOf(value: DataValue, { leaves }: Walk): readonly DataValue[] | null {
  if (value instanceof DataList) return value.items;
  return typeof value === 'number' ? new AnswerReader(leaves, value).leaves() : null;
}

/** Whoever went deeper has stepped back, so at most one step is left. Shortening by `length` would cost far more. */
export function stepBack({ steps }: Walk, depth: number): void {
  if (steps.length > depth) steps.pop();
}

export function completeLeaf(type: GraphQLLeafType, write: LeafWriter, mask: Masking | undefined): Complete {
  return (value, walk) => {
    const { out, leaves } = walk;
    const { length } = out;
    if (typeof value !== 'number' || !write(out, leaves, value)) return refuse(walk, `a value of type "${type.name}"`);
    return mask ? applyMask(mask, walk, length) : 'written';
  };
}

/** A mask that fails must not let the value through. @param start where the value is written */
export function applyMask(mask: Masking, walk: Walk, start: number): Completion {
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

export function completeObject(fields: readonly CompiledField[]): Complete {
  const [first, ...others] = fields;
  return (value, walk) => {
    if (!isRecord(value)) return refuse(walk, 'an object');
    const { out, steps } = walk;
    const depth = steps.length;
    out.byte(openBrace);
    if (first) {
      const completion = completeField(first, value, walk, depth);
      if (completion !== 'written') return leave(walk, depth, completion);
    }
    for (const field of others) {
      out.byte(comma);
      const completion = completeField(field, value, walk, depth);
      if (completion !== 'written') return leave(walk, depth, completion);
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

function leave(walk: Walk, depth: number, completion: Completion): Completion {
  stepBack(walk, depth);
  return completion;
}

/** @param byType by name in quotes */
export function completeAbstract(
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

export function completeDenied(field: FieldShape, denial: Denial): Complete {
  const verb = denial.code === 'POLICY_UNAVAILABLE' ? 'could not be decided' : 'is denied';
  const isRequired = isNonNullType(field.type);
  return (_, walk) => {
    const { decisionId, tellsReasons = false } = walk.context;
    const reason = tellsReasons ? denial.reason : denial.brief;
    addError(walk, denial.code, `Access to ${field.coordinate} ${verb}: ${reason}`, {
      coordinate: field.coordinate,
      reason,
      decisionId: decisionId?.(field, denial),
      ...(denial.requestable && { requestable: true }),
    });
    return isRequired ? 'failed' : writeNull(walk);
  };
}

/** By how much it is too old is different from request to request. */
export function completeStale(field: FieldShape, { onStale }: Stale): Complete {
  const isRequired = isNonNullType(field.type);
  return (_, walk) => {
    if (onStale === 'ERROR') {
      const message = `The data of ${field.coordinate} is older than @fresh accepts.`;
      addError(walk, 'STALE_DATA', message, walk.context.staleness?.(field));
    }
    return isRequired ? 'failed' : writeNull(walk);
  };
}

export function completeIntrospection({ responseName, type }: FieldShape): Complete {
  return (_, walk) => {
    const value = walk.context.introspection?.[responseName];
    if (value !== undefined) {
      walk.out.raw(value);
      return 'written';
    }
    addError(walk, 'FORBIDDEN', 'Introspection is not open to you.');
    return isNonNullType(type) ? 'failed' : writeNull(walk);
  };
}

export function refuse(walk: Walk, expected: string): Completion {
  addError(walk, 'SUBGRAPH_BAD_RESPONSE', `A subgraph did not give ${expected} here.`);
  return 'failed';
}
