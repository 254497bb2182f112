// Asks for lists that begin short, and for more of them when the viewer wants to see more.

import { useState } from 'react';
import type { TypedDocument } from '../graph/typed-document.ts';
import { type QueryResult, useQuery } from '../graph/use-query.ts';

const atFirst = 20;
/** The most that the graph gives at once. */
export const mostOfList = 100;

export function useGrowingQuery<Data>(document: TypedDocument<Data, { readonly first: number }>): {
  readonly query: QueryResult<Data>;
  readonly onMore: () => void;
} {
  const [first, setFirst] = useState(atFirst);
  return {
    query: useQuery(document, { first }),
    onMore: () => setFirst(Math.min(mostOfList, first * 2 + atFirst)),
  };
}
