// How large an operation may be. Each limit is a setting of the gateway and is named in the error that refuses an operation.

export interface OperationLimits {
  /** Lexical tokens of the document; counted before anything else. */
  readonly maxTokens: number;
  /** Levels of fields. */
  readonly maxDepth: number;
  /** Fields with all fragments spread, over all levels. */
  readonly maxFields: number;
  /** Fields under an alias, with all fragments spread. */
  readonly maxAliases: number;
  /** Fields of the root type. */
  readonly maxRootFields: number;
  readonly maxDirectives: number;
  readonly maxVariables: number;
  /** Fields of the flattened operation: a field of an interface counts once for each of its object types. */
  readonly maxShapeFields: number;
}

export const defaultOperationLimits: OperationLimits = {
  maxTokens: 10_000,
  maxDepth: 40,
  maxFields: 2_000,
  maxAliases: 200,
  maxRootFields: 50,
  maxDirectives: 200,
  maxVariables: 100,
  maxShapeFields: 20_000,
};
