// Errors of HTTP servers built on fastify: JSON in the shape of GraphQL errors, the status of the error table, and
// nothing internal.

import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ErrorCode, errorEntry, GordianError, isForClients } from './errors.ts';
import type { Log } from './log.ts';

const ownNames: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The request body is larger than this server accepts.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send `content-type: application/json`.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_REQUEST', 'The request body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_REQUEST', 'The request body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'BAD_REQUEST',
    'The request body does not have the length that its header says.',
  ],
};

/** What is down, or has its turn elsewhere, is there again sooner than anybody could find out why. */
const retryAfterSeconds = 1;

export function answerHttpErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, new GordianError('NOT_FOUND', 'There is nothing at this path.')),
  );
  app.setErrorHandler((error, request, reply) => {
    const known = knownError(error);
    if (!known) log.error({ event: 'request.failed', requestId: request.id, err: error }, 'A request failed.');
    return sendError(
      reply,
      known ??
        new GordianError('INTERNAL', 'Something failed here. Report the request id.', {
          details: { requestId: request.id },
        }),
    );
  });
}

export function sendError(reply: FastifyReply, error: GordianError): FastifyReply {
  const { code, message, details } = error;
  const { status } = errorEntry(code);
  if (status === 503) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).send({ errors: [{ message, extensions: { ...details, code } }] });
}

function knownError(error: unknown): GordianError | null {
  if (isForClients(error)) return error;
  const own = ownNames[String((error as { code?: unknown } | null)?.code)];
  if (own) return new GordianError(...own);
  // The parser of fastify throws plain errors with this status for JSON that it refuses.
  const isBadBody = (error as { statusCode?: unknown } | null)?.statusCode === 400;
  return isBadBody ? new GordianError('BAD_REQUEST', 'The request body is not JSON that this server accepts.') : null;
}
