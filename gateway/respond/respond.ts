// Respond: a GraphQL result or an error becomes bytes and a status, by the GraphQL over HTTP specification.
import type { ServerResponse } from 'node:http';
import { errorTable, GordianError } from '../../kit/errors.ts';
import { type ContentEncoding, compress, negotiateEncoding } from './compress.ts';
import type { LaterParts } from './later-parts.ts';
import type { ResponseMediaType } from './media-type.ts';
import { addRefusalHeaders, addToVary, generationHeader, type Headers } from './response-headers.ts';

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
  readonly data?: Buffer;
  readonly errors?: readonly ClientError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What is sent after it, to a client that takes increments. */
  readonly later?: LaterParts;
  /** Status for a request that never ran, see {@link statusOf}. */
  readonly refusedWith?: number;
  /** What happened is not for this caller to know: of an event, nothing is sent. */
  readonly isHidden?: boolean;
  /** The header that says who may keep the answer, and for how long; without it, nobody. */
  readonly cacheControl?: string;
}

/** One for each operation of a batch, in its order. */
export interface BatchAnswer {
  readonly answers: readonly GraphQLAnswer[];
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
  /** Answers of fewer bytes are sent as they are. */
  readonly compressFrom: number;
  /** Errors that an answer may list. */
  readonly maxErrors: number;
  /** Headers of the request that an answer depends on, as the header `vary` has them. */
  readonly varyBy: string;
  /** Named in a header; null where there is none, or it is nobody's affair. */
  readonly generation: string | null;
}

/** Writes the answer and ends the response. Unless the answer says otherwise, nobody may keep it: it depends on the caller. */
export async function respond(
  response: ServerResponse,
  answer: GraphQLAnswer,
  options: ResponseOptions,
): Promise<void> {
  const status = statusOf(answer, options.mediaType);
  const headers = headersOf(options);
  if (answer.cacheControl !== undefined) allowCaching(headers, answer.cacheControl, response, options);
  if (status >= 400) addRefusalHeaders(headers, status, answer.errors?.[0]?.extensions ?? {}, response);
  return send(response, status, headers, partsOf(answer, options.maxErrors), options.compressFrom);
}

/** The answers to a batch, each complete in itself; the request as a whole has succeeded. */
export async function respondToBatch(
  response: ServerResponse,
  { answers }: BatchAnswer,
  options: ResponseOptions,
): Promise<void> {
  const parts = answers.flatMap((answer, index) => [
    index === 0 ? listStart : comma,
    ...partsOf(answer, options.maxErrors),
  ]);
  return send(response, 200, headersOf(options), [...parts, listEnd], options.compressFrom);
}

/** As JSON. */
export function bodyOf(answer: GraphQLAnswer, maxErrors = Number.POSITIVE_INFINITY): string {
  return Buffer.concat(partsOf(answer, maxErrors)).toString('utf8');
}

/** In parts, because to put a large answer together would copy it once more. */
function partsOf({ data, errors, extensions, later }: GraphQLAnswer, maxErrors: number): readonly Buffer[] {
  if (data && !errors?.length && !extensions && !later) return [dataStart, data, dataEnd];
  const before = errors?.length ? `"errors":${JSON.stringify(atMost(maxErrors, errors))}` : '';
  const after: string[] = [];
  if (extensions) after.push(`"extensions":${JSON.stringify(extensions)}`);
  if (later) after.push(`"pending":${JSON.stringify(later.pending)},"hasNext":true`);
  if (!data) return [Buffer.from(`{${[before, ...after].filter(Boolean).join()}}`)];
  const start = `{${before && `${before},`}"data":`;
  return [Buffer.from(start), data, Buffer.from(`${after.map((member) => `,${member}`).join('')}}`)];
}

const dataStart = Buffer.from('{"data":');
const dataEnd = Buffer.from('}');
const listStart = Buffer.from('[');
const listEnd = Buffer.from(']');
const comma = Buffer.from(',');

/** A list of a million denied fields helps nobody; the last entry says how many there were. */
function atMost(maxErrors: number, errors: readonly ClientError[]): readonly ClientError[] {
  if (errors.length <= maxErrors) return errors;
  const listed = errors.slice(0, maxErrors - 1);
  const message = `${errors.length - listed.length} further errors are not listed (setting limits.maxErrors: ${maxErrors}).`;
  return [
    ...listed,
    { message, extensions: { code: 'ERRORS_OMITTED', limit: 'limits.maxErrors', allowed: maxErrors } },
  ];
}

const contentTypes: Readonly<Record<ResponseMediaType, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};

function headersOf({ mediaType, requestId, generation }: ResponseOptions): Headers {
  const headers: Headers = {
    'content-type': contentTypes[mediaType],
    'content-length': 0,
    'cache-control': 'private, no-store',
    'x-request-id': requestId,
  };
  if (generation !== null) headers[generationHeader] = generation;
  return headers;
}

function allowCaching(
  headers: Headers,
  cacheControl: string,
  response: ServerResponse,
  { varyBy }: ResponseOptions,
): void {
  headers['cache-control'] = cacheControl;
  headers.vary = addToVary(response, varyBy);
}

async function send(
  response: ServerResponse,
  status: number,
  headers: Headers,
  parts: readonly Buffer[],
  compressFrom: number,
): Promise<void> {
  let length = 0;
  for (const part of parts) length += part.length;
  const encoding = length < compressFrom ? null : negotiateEncoding(response.req.headers['accept-encoding']);
  if (encoding) return sendCompressed(response, status, headers, Buffer.concat(parts, length), encoding);
  headers['content-length'] = length;
  response.writeHead(status, headers);
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
}

async function sendCompressed(
  response: ServerResponse,
  status: number,
  headers: Headers,
  body: Buffer,
  encoding: ContentEncoding,
): Promise<void> {
  const bytes = await compress(body, encoding);
  headers['content-length'] = bytes.length;
  headers['content-encoding'] = encoding;
  headers.vary = headers.vary ? `${headers.vary}, accept-encoding` : addToVary(response, 'accept-encoding');
  response.writeHead(status, headers).end(bytes);
}
