// Questions about the schema itself, answered from the schema that clients see; no subgraph is asked. The answers are bytes and
// kept, because a playground asks the same long question again and again.
import { LRUCache } from 'lru-cache';
import { allFields } from './all-fields.ts';
import { collectFields } from './collect-fields.ts';
import { perSchema } from './per-schema.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape, OperationShape } from './shape.ts';
import { writeIntrospection } from './write-introspection.ts';

/** JSON of `__schema` and `__type` by response name; refused ones are absent, and the projector makes errors of them. */
export type IntrospectionAnswer = Readonly<Record<string, Buffer>>;

/** Of all answers to one operation. The whole of a schema takes about six times the characters of its SDL. */
export const defaultIntrospectionCharacters = 2 * 1024 * 1024;
/** Kept per schema. */
const cacheCharacters = 16 * 1024 * 1024;

interface Written {
  readonly bytes: Buffer;
  readonly characters: number;
}

const cacheOf = perSchema(() => new LRUCache<string, Written>({ maxSize: cacheCharacters }));
const askedOf = new WeakMap<OperationShape, readonly FieldShape[]>();
const nothing: IntrospectionAnswer = Object.freeze({});

/**
 * @param isAllowed decides per root field, with the coordinate `Query.__schema` or `Query.__type`
 * @param maxCharacters of all answers together
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function answerIntrospection(
  prepared: PreparedOperation,
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
  isAllowed: (field: FieldShape) => boolean,
  maxCharacters: number = defaultIntrospectionCharacters,
): IntrospectionAnswer {
  const asked = introspectiveFields(shape);
  if (asked.length === 0) return nothing;
  const answer: Record<string, Buffer> = {};
  let left = maxCharacters;
  for (const field of asked.filter(isAllowed)) {
    const { bytes, characters } = answerField(prepared, shape, variables, field, { maxCharacters, left });
    answer[field.responseName] = bytes;
    left -= characters;
  }
  return answer;
}

/** The fields of the operation that this stage answers, deferred ones included; most operations have none. */
function introspectiveFields(shape: OperationShape): readonly FieldShape[] {
  const known = askedOf.get(shape);
  if (known) return known;
  const [fields = []] = allFields(shape.root).values();
  const asked = fields.filter(({ name }) => name === '__schema' || name === '__type');
  askedOf.set(shape, asked);
  return asked;
}

function answerField(
  prepared: PreparedOperation,
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
  field: FieldShape,
  room: { readonly maxCharacters: number; readonly left: number },
): Written {
  const cache = cacheOf(shape.schema);
  const key = `${shape.key} ${field.responseName} ${argumentsKey(prepared, variables)}`;
  const known = cache.get(key);
  // One that is too long by now is made again, and refused with what is wrong.
  if (known !== undefined && known.characters <= room.left) return known;
  const root = { selectionSet: prepared.operation.selectionSet, deferredBy: null };
  const collected = collectFields(prepared, variables, field.parentType, [root]).get(field.responseName)!;
  const text = writeIntrospection(prepared, variables, field, collected, room);
  const written = { bytes: Buffer.from(text), characters: text.length };
  cache.set(key, written, { size: key.length + text.length });
  return written;
}

/** The values of conditions are in the key of the shape; usually there are no other variables. */
function argumentsKey(
  { operation, conditionVariables }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
): string {
  const isCondition = ({ variable }: { variable: { name: { value: string } } }) =>
    conditionVariables.includes(variable.name.value);
  return operation.variableDefinitions?.every(isCondition) ? '' : JSON.stringify(variables);
}
