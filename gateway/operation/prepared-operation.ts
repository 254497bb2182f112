// A client's operation after parse, limits and validation, before anything of the request (variables, caller) is known.
import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode, OperationTypeNode } from 'graphql';

export interface PreparedOperation {
  /** The schema that it is valid for. */
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly kind: OperationTypeNode;
  readonly name: string | null;
  /** SHA-256 (hex) of the document as the client wrote it and the operation's name. */
  readonly hash: string;
  /** Names of the variables that @skip, @include and @defer read, in alphabetical order. */
  readonly conditionVariables: readonly string[];
  /** Whether @defer stands anywhere in the document. */
  readonly hasDefer: boolean;
}
