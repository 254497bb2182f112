// Examples: operations by which a contract shows a product at work. To the standard they are quality rules of an engine; ours asks the
// gateway. An example reads, for it is run again and again.
import { type DocumentNode, GraphQLError, Kind, OperationTypeNode, parse } from 'graphql';

/** What a rule of `type: custom` names as its engine, in lower case. */
export const exampleEngine = 'graphql-example';

export interface ExampleOperation {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** @returns null for what is no example; see {@link exampleProblem} */
export function exampleOperation(implementation: unknown): ExampleOperation | null {
  if (!isMapping(implementation) || typeof implementation.document !== 'string') return null;
  const { document, variables = null } = implementation;
  return variables === null || isMapping(variables) ? { document, variables } : null;
}

/** Why it cannot be run, for its author; null when it can be tried. */
export function exampleProblem(implementation: unknown): string | null {
  const example = exampleOperation(implementation);
  if (example === null)
    return 'An example needs a "document", the text of a query; "variables" beside it are a mapping.';
  const document = parsed(example.document);
  if (typeof document === 'string') return `The example is no GraphQL: ${document}`;
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || operation!.operation !== OperationTypeNode.QUERY)
    return 'An example is one query: it is run every day, and must change nothing.';
  return operation!.name
    ? null
    : 'The query of an example needs a name, by which tools show it: query NewestOrders { ... }.';
}

/** @returns the message of what is wrong instead */
function parsed(document: string): DocumentNode | string {
  try {
    return parse(document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [{ line, column } = { line: 1, column: 1 }] = error.locations ?? [];
    return `${error.message} (line ${line}, column ${column} of the document)`;
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
