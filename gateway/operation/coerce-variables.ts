// Prepare, second half: the request's variables by the types that the operation declares (specification, section 6.1.2).
// graphql-js would repeat the value in its message, and values may be personal data; so the messages here are our own.
import {
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type Coercion, coercerOf, TooMany, Unfit } from './coerce-input.ts';
import { defaultOperationLimits, limitExceeded, type OperationLimits } from './operation-limits.ts';
import type { PreparedOperation } from './prepared-operation.ts';

const maxProblems = 10;

/**
 * @returns the variables with defaults filled in; one that is neither given nor defaulted is absent
 * @throws GordianError BAD_USER_INPUT that names the variable and the path inside it, never a value; OPERATION_LIMIT_EXCEEDED
 */
export function coerceVariables(
  prepared: PreparedOperation,
  given: Readonly<Record<string, unknown>>,
  { maxVariableValues }: Pick<OperationLimits, 'maxVariableValues'> = defaultOperationLimits,
): Readonly<Record<string, unknown>> {
  const coerced: Record<string, unknown> = Object.create(null);
  const coercion: Coercion = { left: maxVariableValues, path: [] };
  const problems: string[] = [];
  try {
    for (const definition of prepared.operation.variableDefinitions ?? []) {
      const problem = coerceVariable(prepared, definition, given, coerced, coercion);
      if (problem && problems.length < maxProblems) problems.push(problem);
    }
  } catch (error) {
    if (error instanceof TooMany) throw limitExceeded('maxVariableValues', maxVariableValues, null);
    throw error;
  }
  if (problems.length > 0) throw refusal(problems);
  return coerced;
}

/** @returns what is wrong with the variable, or null when it was added to `coerced` */
function coerceVariable(
  prepared: PreparedOperation,
  definition: VariableDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  coerced: Record<string, unknown>,
  coercion: Coercion,
): string | null {
  const name = definition.variable.name.value;
  // Validation has made sure that the type exists and is an input type.
  const type = typeFromAST(prepared.schema, definition.type) as GraphQLInputType;
  if (!Object.hasOwn(given, name) || given[name] === undefined) {
    if (definition.defaultValue) coerced[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) return `Variable "$${name}" of type "${type}" is required.`;
    return null;
  }
  try {
    coercion.path.length = 0;
    coerced[name] = coercerOf(type)(given[name], coercion);
    return null;
  } catch (error) {
    if (error instanceof Unfit) return describe(name, type, error.path, error.value);
    throw error;
  }
}

function describe(name: string, type: GraphQLInputType, path: readonly (string | number)[], value: unknown): string {
  const place = path.length === 0 ? '' : ` at "${pathText(path)}"`;
  const expected = typeAt(type, path);
  return `Variable "$${name}" is not valid${place}: ${complaint(expected, value)}.`;
}

function complaint(type: GraphQLInputType, value: unknown): string {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(inner) || typeof value !== 'object' || value === null) return `expected "${type}"`;
  const fields = Object.values(inner.getFields());
  const missing = fields.find((field) => isRequiredInputField(field) && !Object.hasOwn(value, field.name));
  if (missing) return `"${inner.name}" requires the field "${missing.name}"`;
  if (inner.isOneOf) return `"${inner.name}" takes exactly one of its fields`;
  return `it has a field that "${inner.name}" does not define`;
}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  let current = type;
  for (const step of path) {
    const inner: GraphQLInputType = isNonNullType(current) ? current.ofType : current;
    if (isListType(inner)) current = inner.ofType;
    else if (isInputObjectType(inner)) current = inner.getFields()[step]?.type ?? inner;
  }
  return current;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function refusal(problems: readonly string[]): GordianError {
  const errors = problems.map((message) => ({ message }));
  return new GordianError('BAD_USER_INPUT', problems[0] ?? '', { details: { errors } });
}
