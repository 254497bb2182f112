// What a caller may read of an error in a subgraph. Codes of the table that are meant for clients pass; everything else,
// whoever threw it, becomes INTERNAL with the request id, and the log holds the rest.

import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorTable, isForClients } from './errors.ts';
import type { Log } from './log.ts';

export interface RequestScope {
  readonly requestId: string;
  readonly log: Log;
}

/** Codes of Apollo Server that the table has under another name. */
const ownNames: Readonly<Record<string, ErrorCode>> = {
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_NOT_FOUND',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
};

export function maskedError(
  formatted: GraphQLFormattedError,
  error: unknown,
  scope: RequestScope,
): GraphQLFormattedError {
  const { message: _message, extensions: _extensions, ...place } = formatted;
  const original = unwrapResolverError(error);
  if (isForClients(original) && original.code !== 'INTERNAL') {
    return { ...place, message: original.message, extensions: { ...original.details, code: original.code } };
  }
  const code = clientCode(formatted.extensions?.code);
  if (code)
    return {
      ...place,
      message: withoutValue(formatted.message),
      extensions: { ...withoutStack(formatted.extensions), code },
    };
  scope.log.error({ event: 'request.failed', err: original, path: formatted.path }, 'A resolver failed.');
  return {
    ...place,
    message: 'Something failed here. Report the request id.',
    extensions: { code: 'INTERNAL', requestId: scope.requestId },
  };
}

function clientCode(code: unknown): ErrorCode | null {
  const name = ownNames[String(code)] ?? String(code);
  const known = Object.hasOwn(errorTable, name) ? (name as ErrorCode) : null;
  return known && known !== 'INTERNAL' && errorTable[known].audience === 'client' ? known : null;
}

/** graphql-js repeats the value of a variable that it cannot coerce. */
function withoutValue(message: string): string {
  return message.replace(/^(Variable "\$\w+") got invalid value .*$/s, '$1 has a value that its type does not accept.');
}

function withoutStack(extensions: GraphQLFormattedError['extensions']): Record<string, unknown> {
  const { stacktrace: _stacktrace, ...rest } = extensions ?? {};
  return rest;
}
