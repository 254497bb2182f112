// A variable that may be null can stand where null is not taken, as long as one of both has a default (specification, section
// 5.8.5). Whether it is null is known with the request only; then the operation is refused here, not by some subgraph.
import {
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape, OperationShape } from './shape.ts';

/** A place that takes no null and holds a variable that may be null. */
interface Use {
  readonly variable: string;
  readonly place: string;
}

const usesOfShape = new WeakMap<OperationShape, readonly Use[]>();

/**
 * @param variables coerced
 * @throws GordianError BAD_USER_INPUT
 */
export function requireValues(
  { conditionVariables }: PreparedOperation,
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
): void {
  const condition = conditionVariables.find((name) => variables[name] === null);
  if (condition !== undefined) throw refusal({ variable: condition, place: 'the condition of a directive' });
  const use = usesOf(shape).find(({ variable }) => variables[variable] === null);
  if (use) throw refusal(use);
}

function usesOf(shape: OperationShape): readonly Use[] {
  const known = usesOfShape.get(shape);
  if (known) return known;
  const mayBeNull = new Set(
    shape.variableDefinitions
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value),
  );
  const uses = mayBeNull.size === 0 ? [] : shape.fields.flatMap((field) => usesInField(field, mayBeNull));
  usesOfShape.set(shape, uses);
  return uses;
}

function usesInField(
  { args, parentType, name, coordinate }: FieldShape,
  mayBeNull: ReadonlySet<string>,
): readonly Use[] {
  const definitions = parentType.getFields()[name]?.args ?? [];
  return args.flatMap((argument) => {
    const definition = definitions.find((candidate) => candidate.name === argument.name.value);
    if (!definition) return [];
    const place = `the argument "${definition.name}" of ${coordinate}`;
    return variablesWithin(argument.value, definition.type)
      .filter((variable) => mayBeNull.has(variable))
      .map((variable) => ({ variable, place }));
  });
}

/** The variables at places that take no null, in the value of an argument. */
function variablesWithin(value: ValueNode, type: GraphQLInputType): readonly string[] {
  if (value.kind === Kind.VARIABLE) return isNonNullType(type) ? [value.name.value] : [];
  const bare = getNullableType(type);
  if (isListType(bare)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return items.flatMap((item) => variablesWithin(item, bare.ofType));
  }
  if (value.kind !== Kind.OBJECT || !isInputObjectType(bare)) return [];
  const fields = bare.getFields();
  return value.fields.flatMap((field) => {
    const definition = fields[field.name.value];
    return definition ? variablesWithin(field.value, definition.type) : [];
  });
}

function refusal({ variable, place }: Use): GordianError {
  return new GordianError('BAD_USER_INPUT', `Variable "$${variable}" is null, which ${place} does not take.`);
}
