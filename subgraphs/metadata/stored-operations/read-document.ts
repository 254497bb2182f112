// A document that a client brings, held against the graph: what it asks for, or what is wrong with it and where.
import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { normalForm } from '../../../schema/operation/normal-form.ts';
import { operationCoordinates } from '../../../schema/operation/operation-coordinates.ts';

export interface ReadDocument {
  /** SHA-256 (hex) of the text, which is how clients name it. */
  readonly hash: string;
  readonly document: string;
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** SHA-256 (hex) of the normal form: what usage knows it by. */
  readonly usageHash: string;
  readonly coordinates: readonly Coordinate[];
}

export interface DocumentProblem {
  readonly code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
  readonly message: string;
  /** In the document, 1-based. */
  readonly line: number;
  readonly column: number;
}

export type DocumentReading =
  | { readonly hash: string; readonly read: ReadDocument; readonly problems: readonly [] }
  | { readonly hash: string; readonly read: null; readonly problems: readonly DocumentProblem[] };

const maxTokens = 10_000;
const maxProblems = 20;

/** @param schema as whoever brings the document may know it */
export function readDocument(schema: GraphQLSchema, document: string): DocumentReading {
  const hash = sha256(document);
  try {
    const parsed = parse(document, { maxTokens });
    const operation = onlyOperation(parsed);
    const problems = validate(schema, parsed, undefined, { maxErrors: maxProblems, hideSuggestions: true });
    if (problems.length > 0)
      return { hash, read: null, problems: problems.map((problem) => problemOf('GRAPHQL_VALIDATION_FAILED', problem)) };
    const asked = { schema, operation, fragments: fragmentsOf(parsed) };
    const read = {
      hash,
      document,
      name: operation.name!.value,
      kind: operation.operation,
      usageHash: sha256(normalForm(asked)),
      coordinates: operationCoordinates(asked),
    };
    return { hash, read, problems: [] };
  } catch (error) {
    // A RangeError is a document so deep that the parser had no room left.
    if (!(error instanceof GraphQLError || error instanceof RangeError)) throw error;
    return { hash, read: null, problems: [problemOf('GRAPHQL_PARSE_FAILED', error)] };
  }
}

/** A hash names one operation, and its name says which in every log. */
function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode {
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length === 1 && operation?.name) return operation;
  throw new GraphQLError('The document must hold one operation, with a name.');
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
}

function problemOf(code: DocumentProblem['code'], error: Error): DocumentProblem {
  const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
  return { code, message: error.message, line: place?.line ?? 1, column: place?.column ?? 1 };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
