// From GraphQL texts that stand in many places to the operations of a client: each as one document with the fragments that it uses,
// wherever they stand, named by the hash that a gateway knows it by.
import { createHash } from 'node:crypto';
import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getLocation,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  visit,
} from 'graphql';
import { type Place, type Problem, problemAt } from '../problem.ts';
import { documentOf } from './normal-form.ts';

/** GraphQL in a file, which may hold other things as well. */
export interface GraphqlText {
  readonly file: string;
  readonly text: string;
  /** Where the text begins, 1-based. */
  readonly line: number;
  readonly column: number;
}

export interface ClientOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** SHA-256 (hex) of `document`. */
  readonly hash: string;
  /** As it is to be sent, printed anew: spaces and comments of the source do not change it. */
  readonly document: string;
  /** The same, whose nodes know where they stand. */
  readonly source: DocumentNode;
  readonly place: Place;
}

export interface CollectedOperations {
  /** By name. */
  readonly operations: readonly ClientOperation[];
  readonly problems: readonly Problem[];
}

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

export function collectOperations(texts: readonly GraphqlText[]): CollectedOperations {
  const problems: Problem[] = [];
  const definitions = texts.flatMap((text) => definitionsIn(text, problems));
  const fragments = byName(definitions.filter(isFragment), 'fragment', problems);
  const operations = byName(definitions.filter(isOperation), 'operation', problems);
  problems.push(...definitions.flatMap((definition) => unknownFragments(definition, fragments)));
  return {
    operations: [...operations.values()]
      .map((operation) => clientOperation(operation, fragments))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    problems,
  };
}

function clientOperation(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ClientOperation {
  const source = documentOf({ operation, fragments });
  const document = print(source);
  return {
    name: operation.name!.value,
    kind: operation.operation,
    hash: createHash('sha256').update(document).digest('hex'),
    document,
    source,
    place: placeOfNode(operation)!,
  };
}

function definitionsIn({ file, text, line, column }: GraphqlText, problems: Problem[]): Definition[] {
  const source = new Source(text, file, { line, column });
  try {
    const { definitions } = parse(source, { maxTokens: 100_000 });
    const stray = definitions.find((definition) => !isOperation(definition) && !isFragment(definition));
    if (stray)
      problems.push(problem(stray, 'NO_OPERATION', 'This defines a schema, not an operation.', 'Leave the file out.'));
    return definitions.filter((definition) => isOperation(definition) || isFragment(definition));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = placeOf(source, error.positions?.[0] ?? 0);
    const message = error.message.replace(/^Syntax Error: /, '');
    problems.push(problemAt(place, { code: 'GRAPHQL_PARSE_FAILED', severity: 'error', message }));
    return [];
  }
}

function byName<Named extends Definition>(
  definitions: readonly Named[],
  what: string,
  problems: Problem[],
): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const definition of definitions) {
    const name = definition.name?.value;
    const other = name === undefined ? undefined : named.get(name);
    if (name === undefined)
      problems.push(
        problem(
          definition,
          'OPERATION_WITHOUT_NAME',
          'The operation has no name.',
          `Name it: "${definition.kind === Kind.OPERATION_DEFINITION ? definition.operation : what} WhatItIsFor".`,
        ),
      );
    else if (other === undefined) named.set(name, definition);
    // The same text twice is one: generators copy fragments into every file.
    else if (print(other) !== print(definition))
      problems.push({
        ...problem(
          definition,
          'NAME_TAKEN',
          `Another ${what} is called ${name} as well.`,
          'Give each a name of its own.',
        ),
        related: [{ ...placeOfNode(other)!, message: 'is the other one' }],
      });
  }
  return named;
}

function unknownFragments(definition: Definition, fragments: ReadonlyMap<string, unknown>): Problem[] {
  const problems: Problem[] = [];
  visit(definition, {
    FragmentSpread(node) {
      if (fragments.has(node.name.value)) return;
      const fix = 'Name the files that hold it, too, or correct the name.';
      problems.push(problem(node, 'UNKNOWN_FRAGMENT', `There is no fragment ${node.name.value} in these files.`, fix));
    },
  });
  return problems;
}

function problem(node: ASTNode, code: string, message: string, fix: string): Problem {
  return problemAt(placeOfNode(node)!, { code, severity: 'error', message, fix });
}

/** @returns null for a node that was not read from a file */
export function placeOfNode({ loc }: ASTNode): Place | null {
  return loc ? placeOf(loc.source, loc.start) : null;
}

function placeOf(source: Source, position: number): Place {
  const { line, column } = getLocation(source, position);
  const { locationOffset: offset, name: file } = source;
  return { file, line: line + offset.line - 1, column: line === 1 ? column + offset.column - 1 : column };
}

/** Where in the source stands what begins at a place of `document`; where the operation begins when nothing does. */
export function placeInSource(
  operation: ClientOperation,
  printed: { readonly line: number; readonly column: number },
): Place {
  // Printing changes no node and no order.
  const nodes = nodesOf(operation.source);
  const index = nodesOf(parse(operation.document)).findIndex(
    ({ loc }) => loc && loc.startToken.line === printed.line && loc.startToken.column === printed.column,
  );
  const node = nodes[index];
  return (node && placeOfNode(node)) ?? operation.place;
}

/** Without the document itself, which stands nowhere in particular. */
function nodesOf(document: DocumentNode): ASTNode[] {
  const nodes: ASTNode[] = [];
  visit(document, { enter: (node) => void (node.kind === Kind.DOCUMENT || nodes.push(node)) });
  return nodes;
}

function isOperation(node: ASTNode): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function isFragment(node: ASTNode): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}
