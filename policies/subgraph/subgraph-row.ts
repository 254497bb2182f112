// The row that a rule reads, in a subgraph: what the rule has declared, answered for one object by the subgraph's own resolvers, and in
// the form in which the gateway would get it. These resolvers are not guarded: nothing of the row goes anywhere but to the rule.
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  GraphQLSchema,
  parse,
} from 'graphql';
import type { Log } from '../../kit/log.ts';
import type { Row } from '../decide/evaluate.ts';
import type { RowSelection } from '../decide/row-selection.ts';

export type RowReader = (
  typeName: string,
  object: unknown,
  selection: RowSelection,
  context: RowContext,
) => Row | Promise<Row>;

/** The context of the request, which the resolvers get. */
export interface RowContext {
  readonly log?: Pick<Log, 'error'>;
}

/**
 * @param open the schema without guards
 * @returns a function that reads a row once per request, object and selection
 */
export function createRowReader(open: GraphQLSchema): RowReader {
  const rootOf = remembering((typeName: string) => schemaOf(open, typeName));
  // By type as well: one object may be served as several.
  const documentsFor = remembering(() => documentsOf());
  const rowsOf = new WeakMap<RowContext, Map<unknown, Map<DocumentNode, Row | Promise<Row>>>>();
  return (typeName, object, selection, context) => {
    const ofRequest = rowsOf.get(context) ?? new Map<unknown, Map<DocumentNode, Row | Promise<Row>>>();
    rowsOf.set(context, ofRequest);
    const ofObject = ofRequest.get(object) ?? new Map<DocumentNode, Row | Promise<Row>>();
    ofRequest.set(object, ofObject);
    const document = documentsFor(typeName)(selection);
    const row = ofObject.get(document) ?? readRow(rootOf(typeName), document, object, context);
    ofObject.set(document, row);
    return row;
  };
}

function readRow(schema: GraphQLSchema, document: DocumentNode, rootValue: unknown, context: RowContext) {
  const answer = execute({ schema, document, rootValue, contextValue: context });
  return answer instanceof Promise
    ? answer.then((result) => answeredFields(result, context))
    : answeredFields(answer, context);
}

/** The same types, but what is asked is asked of an object of this one. */
function schemaOf(open: GraphQLSchema, typeName: string): GraphQLSchema {
  const query = open.getType(typeName) as GraphQLObjectType;
  return new GraphQLSchema({ query, types: Object.values(open.getTypeMap()), assumeValid: true });
}

/** Equal selections of different rules have one document. */
function documentsOf(): (selection: RowSelection) => DocumentNode {
  const byText = remembering((text: string) => parse(text, { noLocation: true }));
  const bySelection = new WeakMap<RowSelection, DocumentNode>();
  return (selection) => {
    const document = bySelection.get(selection) ?? byText(print(selection));
    bySelection.set(selection, document);
    return document;
  };
}

function print(selection: RowSelection): string {
  return `{ ${selection.map((field) => (field.selection ? `${field.name} ${print(field.selection)}` : field.name)).join(' ')} }`;
}

function remembering<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** A field that has failed, or holds something that has, is left out, so that a rule which reads it fails as well. */
function answeredFields({ data, errors = [] }: ExecutionResult, { log }: RowContext): Row {
  const row = { ...data };
  for (const { path, originalError } of errors) {
    log?.error(
      { event: 'policy.row', field: path?.join('.'), err: originalError },
      'What a rule reads of a row could not be read; what the rule guards stays closed.',
    );
    if (path) delete row[path[0]!];
  }
  return row;
}
