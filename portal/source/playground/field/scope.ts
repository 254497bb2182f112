// What is open at a place of a document: a bracket for each, with what has been read in it so far.

import type { GraphQLArgument, GraphQLField, GraphQLNamedType } from 'graphql';

/** What an open bracket holds. */
export type Scope = Selection | Arguments | InputObject | Variables;

export interface Selection {
  readonly kind: 'selection';
  readonly type: GraphQLNamedType | undefined;
  /** The field that it is of; null at the root. */
  readonly owner: Place | null;
  /** Read last, and what an opening bracket after it is about. */
  field: { readonly place: Place | null; readonly definition: GraphQLField<unknown, unknown> | undefined } | null;
  /** Arguments of a directive, after its name. */
  directive: readonly GraphQLArgument[] | null;
  /** Of an inline fragment, after `... on`. */
  condition: GraphQLNamedType | undefined | null;
}

interface Arguments {
  readonly kind: 'arguments';
  readonly known: readonly GraphQLArgument[];
  readonly owner: Place | null;
  type: GraphQLNamedType | undefined;
}

interface InputObject {
  readonly kind: 'input';
  readonly of: GraphQLNamedType | undefined;
  readonly owner: Place | null;
  type: GraphQLNamedType | undefined;
}

interface Variables {
  readonly kind: 'variables';
  readonly owner: null;
  type: GraphQLNamedType | undefined;
}

export interface Place {
  /** Null for what the schema does not know. */
  readonly coordinate: string | null;
  readonly line: number;
}

export function selection(type: GraphQLNamedType | undefined, owner: Place | null): Selection {
  return { kind: 'selection', type, owner, field: null, directive: null, condition: null };
}
