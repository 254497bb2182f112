// What GraphiQL asks for, read from the text itself: it parses a document some time after it was typed, so right after a change of
// text or tab it still names the operation of the one before.

import { getOperationAST, type OperationTypeNode, parse } from 'graphql';

export interface AskedOperation {
  readonly query: string;
  // GraphiQL's type; null and undefined mean the same.
  readonly operationName?: string | null | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: GraphiQL's type
  readonly variables?: any;
}

/** The same with the name left out when the document has no operation of it; one of one operation needs no name. */
export function withOwnName<Asked extends AskedOperation>(operation: Asked): Asked {
  return nodeOf(operation) === null ? { ...operation, operationName: undefined } : operation;
}

/** @returns null for what is no operation, or several without a name that chooses one */
export function kindOf(operation: AskedOperation): OperationTypeNode | null {
  return nodeOf(withOwnName(operation))?.operation ?? null;
}

/** To the letter: not only what would be answered the same. */
export function isSame(one: AskedOperation, other: AskedOperation): boolean {
  return textOf(one) === textOf(other);
}

function textOf(operation: AskedOperation): string {
  const { query, operationName, variables } = withOwnName(operation);
  return JSON.stringify([query, operationName ?? null, variables ?? null]);
}

/** Whether any operation of a document is a mutation. */
export function canChangeData(query: string): boolean {
  try {
    return parse(query).definitions.some((each) => 'operation' in each && each.operation === 'mutation');
  } catch {
    return false;
  }
}

function nodeOf({ query, operationName }: AskedOperation) {
  try {
    return getOperationAST(parse(query), operationName) ?? null;
  } catch {
    return null;
  }
}
