// What a connection carries: one request, and where its answer or its failure goes.
import type { HttpResponse } from './response-reader.ts';

export interface HttpExchange {
  /** Up to and with the empty line, in Latin-1; its content-length is that of `body` in UTF-8. */
  readonly head: string;
  readonly body: string;
  /** Kept by the pool: where it is under way; null while it waits and after its end. */
  connection: { destroy(): void } | null;
  responded(response: HttpResponse): void;
  failed(failure: HttpFailure): void;
}

export interface HttpFailure {
  readonly kind: HttpFailureKind;
  /** For the log: no address, no part of an answer. */
  readonly detail: string;
}

/**
 * - `refused`: too many are under way and wait; nothing was sent.
 * - `unreachable`: no connection, or a new one that ended without a byte of an answer.
 * - `lost`: a connection that had served before ended without a byte of this answer. Servers close idle connections, so
 *   most likely the request was never read.
 * - `broken off`: the connection ended within the answer.
 * - `malformed`: what came is not HTTP.
 * - `too large`: the answer passed its limit.
 */
export type HttpFailureKind = 'refused' | 'unreachable' | 'lost' | 'broken off' | 'malformed' | 'too large';
