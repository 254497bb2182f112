// Respond: a GraphQL result or an error becomes bytes and a status, by the GraphQL over HTTP specification.
import type { ServerResponse } from 'node:http';
import { errorTable, GordianError } from '../../kit/errors.ts';
import { type ContentEncoding, compress, negotiateEncoding } from './compress.ts';
import type { ResponseMediaType } from './media-type.ts';

/** A GraphQL error as the client reads it. */
export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** What the walk of a request ends in; `data` is absent when the operation never ran. */
export interface GraphQLAnswer {
  /** JSON. */
  readonly data?: string;
  readonly errors?: readonly ClientError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Status for a request that never ran, see {@link statusOf}. */
  readonly refusedWith?: number;
}

/**
 * What a refused request looks like to the client: the code of the error, and no detail that is for operators only.
 * A document or its variables may be wrong in several places (`details.errors`); each becomes an error of its own.
 */
export function answerToError(error: unknown, requestId: string): GraphQLAnswer {
  const known = error instanceof GordianError ? error : new GordianError('INTERNAL', 'Something went wrong.');
  const { status, audience, meaning } = errorTable[known.code];
  if (audience === 'operator') return refusal(status, [{ message: meaning }], { code: known.code, requestId });
  const { errors = [{ message: known.message }], ...details } = known.details as { errors?: readonly Problem[] };
  return refusal(status, errors, { code: known.code, requestId, ...details });
}

type Problem = Pick<ClientError, 'message' | 'locations'>;

function refusal(status: number, problems: readonly Problem[], extensions: ClientError['extensions']): GraphQLAnswer {
  return { errors: problems.map((problem) => ({ ...problem, extensions })), refusedWith: status };
}

/**
 * The HTTP status of an answer. A document that does not parse, validate or coerce is the client's error, which
 * application/json clients have always received with 200; they read `errors`.
 */
export function statusOf(answer: GraphQLAnswer, mediaType: ResponseMediaType): number {
  if (answer.refusedWith === undefined) return 200;
  const code = answer.errors?.[0]?.extensions.code ?? '';
  return mediaType === 'application/json' && documentErrors.has(code) ? 200 : answer.refusedWith;
}

const documentErrors = new Set([
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_NOT_FOUND',
  'BAD_USER_INPUT',
  'OPERATION_LIMIT_EXCEEDED',
  'COST_LIMIT_EXCEEDED',
]);

export interface ResponseOptions {
  readonly mediaType: ResponseMediaType;
  readonly requestId: string;
  /** Answers of fewer characters are sent as they are. */
  readonly compressFrom: number;
}

/** Writes the answer and ends the response. Answers depend on the caller, so no shared cache may keep them. */
export async function respond(
  response: ServerResponse,
  answer: GraphQLAnswer,
  { mediaType, requestId, compressFrom }: ResponseOptions,
): Promise<void> {
  const body = bodyOf(answer);
  const status = statusOf(answer, mediaType);
  const encoding = body.length < compressFrom ? null : negotiateEncoding(response.req.headers['accept-encoding']);
  const bytes = encoding ? await compress(body, encoding) : body;
  response.writeHead(status, {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-length': Buffer.byteLength(bytes),
    'cache-control': 'private, no-store',
    'x-request-id': requestId,
    ...(encoding && encodedAs(encoding, response)),
    ...challenge(status, response),
  });
  response.end(bytes);
}

/** As JSON. */
export function bodyOf({ data, errors, extensions }: GraphQLAnswer): string {
  const members: string[] = [];
  if (errors?.length) members.push(`"errors":${JSON.stringify(errors)}`);
  if (data !== undefined) members.push(`"data":${data}`);
  if (extensions) members.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${members.join()}}`;
}

function encodedAs(encoding: ContentEncoding, response: ServerResponse): Record<string, string> {
  const vary = response.getHeader('vary');
  return { 'content-encoding': encoding, vary: vary ? `${vary}, accept-encoding` : 'accept-encoding' };
}

function challenge(status: number, response: ServerResponse): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer error="invalid_token"' };
  if (status === 503) return { 'retry-after': '1' };
  if (status === 405 && !response.hasHeader('allow')) return { allow: 'GET, POST' };
  return {};
}
