// The request as a command at a prompt. The token is a variable of the shell, so that no command in a chat or a history holds one.

import { shellWord } from '../../parts/command-line.ts';
import { type AskedOperation, kindOf, withOwnName } from '../asked-operation.ts';

/** @param url of the endpoint */
export function asCurl(url: string, asked: AskedOperation, { isAnonymous }: { readonly isAnonymous: boolean }): string {
  const { query, variables, operationName } = withOwnName(asked);
  const body = { query, ...(operationName && { operationName }), ...(variables && { variables }) };
  const isStream = kindOf(asked) === 'subscription';
  const headers = ["-H 'content-type: application/json'", ...(isStream ? ["-H 'accept: text/event-stream'"] : [])];
  return [
    `curl ${isStream ? '-N ' : ''}${shellWord(url)}`,
    ...headers,
    ...(isAnonymous ? [] : ['-H "authorization: Bearer $TOKEN"']),
    `--data-raw ${shellWord(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}
