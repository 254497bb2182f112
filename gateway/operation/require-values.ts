// What values of variables must be by where the operation uses them. One that may be null can stand where null is not taken, as
// long as one of both has a default (specification, section 5.8.5); whether it is null is known with the request only, and then
// the operation is refused here, not by some subgraph. And a long value, used often, is read that often by who comes later.
import {
  type ArgumentNode,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { defaultOperationLimits, limitExceeded, type OperationLimits } from './operation-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { FieldShape, OperationShape } from './shape.ts';

interface Uses {
  /** Places that take no null and hold a variable that may be null. */
  readonly required: readonly Use[];
  /** How many fields take each variable. */
  readonly counts: ReadonlyMap<string, number>;
}

interface Use {
  readonly variable: string;
  readonly place: string;
}

const usesOfShape = new WeakMap<OperationShape, Uses>();

/**
 * @param variables coerced
 * @throws GordianError BAD_USER_INPUT or OPERATION_LIMIT_EXCEEDED
 */
export function requireValues(
  { conditionVariables }: PreparedOperation,
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
  { maxVariableValues }: Pick<OperationLimits, 'maxVariableValues'> = defaultOperationLimits,
): void {
  const condition = conditionVariables.find((name) => variables[name] === null);
  if (condition !== undefined) throw refusal({ variable: condition, place: 'the condition of a directive' });
  const { required, counts } = usesOf(shape);
  const use = required.find(({ variable }) => variables[variable] === null);
  if (use) throw refusal(use);
  const values = [...counts].reduce((total, [name, count]) => total + count * sizeOf(variables[name]), 0);
  if (values > maxVariableValues) throw limitExceeded('maxVariableValues', maxVariableValues, values);
}

/** Only what has parts is worth counting. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((total, part) => total + 1 + sizeOf(part), 0);
}

function usesOf(shape: OperationShape): Uses {
  const known = usesOfShape.get(shape);
  if (known) return known;
  const uses = findUses(shape);
  usesOfShape.set(shape, uses);
  return uses;
}

function findUses({ fields, variableDefinitions }: OperationShape): Uses {
  const required: Use[] = [];
  const counts = new Map<string, number>();
  if (variableDefinitions.length === 0) return { required, counts };
  const nullable = variableDefinitions.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
  const mayBeNull = new Set(nullable.map(({ variable }) => variable.name.value));
  const variablesIn = createVariableSearch();
  for (const field of fields) {
    const variables = variablesIn(field.args);
    for (const name of variables) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (variables.some((name) => mayBeNull.has(name))) required.push(...usesInField(field, mayBeNull));
  }
  return { required, counts };
}

/** @returns a function that looks once at arguments that many fields share */
function createVariableSearch(): (args: readonly ArgumentNode[]) => readonly string[] {
  const known = new Map<readonly ArgumentNode[], readonly string[]>();
  return (args) => {
    const found = known.get(args);
    if (found) return found;
    const names: string[] = [];
    for (const { value } of args) forEachVariable(value, (name) => names.push(name));
    known.set(args, names);
    return names;
  };
}

function forEachVariable(value: ValueNode, tell: (name: string) => void): void {
  if (value.kind === Kind.VARIABLE) tell(value.name.value);
  else if (value.kind === Kind.LIST) for (const item of value.values) forEachVariable(item, tell);
  else if (value.kind === Kind.OBJECT) for (const field of value.fields) forEachVariable(field.value, tell);
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
