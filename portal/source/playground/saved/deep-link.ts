// A query in an address, `/?query=...&variables=...&operation=...`: it opens a tab and is never run by itself, because anybody can
// write a link.

import { type AskedOperation, canChangeData } from '../asked-operation.ts';

export interface LinkedQuery {
  readonly query: string;
  /** JSON; empty when there are none. */
  readonly variables: string;
  readonly operationName: string | null;
  /** Something in it would change data, whichever of its operations the link names: the viewer chooses what is run. */
  readonly isMutation: boolean;
}

/** What most browsers, proxies and servers still take as an address. */
const maximumCharacters = 8_000;

/** @returns null where the address has no query; a problem for the viewer where it has one that cannot be opened */
export function readDeepLink(search: URLSearchParams): LinkedQuery | { readonly problem: string } | null {
  const query = search.get('query') ?? '';
  const variables = search.get('variables') ?? '';
  if (query.trim() === '') return null;
  if (query.length + variables.length > maximumCharacters)
    return { problem: `The query of this link is longer than ${maximumCharacters} characters. Ask for it as a file.` };
  if (variables !== '' && !isJsonObject(variables))
    return { problem: 'The variables of this link are no JSON object, so the query was not opened.' };
  const operationName = search.get('operation') || null;
  return { query, variables, operationName, isMutation: canChangeData(query) };
}

/** @returns null for what is too long for a link */
export function deepLinkOf(origin: string, { query, variables, operationName }: AskedOperation): string | null {
  const search = new URLSearchParams({
    query,
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(operationName && { operation: operationName }),
  });
  const url = `${origin}/?${search}`;
  return url.length > maximumCharacters ? null : url;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
