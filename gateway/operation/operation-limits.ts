// How large an operation may be. Each limit is a setting of the gateway, and the error that refuses an operation names it.
import { GordianError } from '../../kit/errors.ts';

export interface OperationLimits {
  /** Lexical tokens of the document; counted before anything else. */
  readonly maxTokens: number;
  /** Operations in the document, though one of them is run: all are validated. */
  readonly maxOperations: number;
  /** Levels of fields. */
  readonly maxDepth: number;
  /** Fields with all fragments spread, over all levels. */
  readonly maxFields: number;
  /** Fields under an alias, with all fragments spread. */
  readonly maxAliases: number;
  /** Fields of the root type, with all fragments spread. */
  readonly maxRootFields: number;
  /** Directives, with all fragments spread. */
  readonly maxDirectives: number;
  /** Fragments with @defer, with all fragments spread; each makes the plan longer. */
  readonly maxDeferredFragments: number;
  readonly maxVariables: number;
  /**
   * Values in arguments and in defaults of variables, with all fragments spread: each item of a list and each field of an input
   * object is one. What comes in variables is not counted.
   */
  readonly maxValues: number;
  /**
   * The same in variables, with the defaults of input types filled in, and counted for each field (of each object type) that
   * takes them.
   */
  readonly maxVariableValues: number;
  /** Fields of the flattened operation: a field of an interface counts once for each of its object types. */
  readonly maxShapeFields: number;
}

export const defaultOperationLimits: OperationLimits = {
  maxTokens: 10_000,
  maxOperations: 20,
  maxDepth: 40,
  maxFields: 1_000,
  maxAliases: 200,
  maxRootFields: 50,
  maxDirectives: 200,
  maxDeferredFragments: 20,
  maxVariables: 100,
  maxValues: 2_000,
  maxVariableValues: 25_000,
  maxShapeFields: 6_000,
};

/** @throws GordianError OPERATION_LIMIT_EXCEEDED when `value` is above the limit */
export function requireWithin(limits: OperationLimits, setting: keyof OperationLimits, value: number): void {
  if (value > limits[setting]) throw limitExceeded(setting, limits[setting], value);
}

/** @param value the size found, or null when counting stopped at the limit */
export function limitExceeded(setting: keyof OperationLimits, limit: number, value: number | null): GordianError {
  const size = value === null || !Number.isSafeInteger(value) ? 'more' : String(value);
  const what = setting === 'maxOperations' ? 'document' : 'operation';
  const message = `The ${what} has ${size} ${described[setting]}; at most ${limit} are allowed (setting limits.${setting}).`;
  return new GordianError('OPERATION_LIMIT_EXCEEDED', message, { details: { limit: setting, allowed: limit } });
}

const described: Readonly<Record<keyof OperationLimits, string>> = {
  maxTokens: 'tokens than may be read',
  maxOperations: 'operations',
  maxDepth: 'levels of fields',
  maxFields: 'fields, counted with all fragments spread',
  maxAliases: 'aliases, counted with all fragments spread',
  maxRootFields: 'root fields',
  maxDirectives: 'directives, counted with all fragments spread',
  maxDeferredFragments: 'deferred fragments, counted with all fragments spread',
  maxVariables: 'variables',
  maxValues: 'values in arguments, counted with all fragments spread; send long lists in variables',
  maxVariableValues: 'values in its variables, counted for each field that takes them',
  maxShapeFields: 'fields, counted for each object type that an interface or union may be',
};
