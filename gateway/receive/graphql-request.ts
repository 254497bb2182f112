// Receive, the first stage: an HTTP request becomes a GraphQL request, or is refused before anything is parsed as GraphQL.

import type { IncomingMessage } from 'node:http';
import { GordianError } from '../../kit/errors.ts';
import { isNestedAtMost } from '../../kit/json-depth.ts';
import { isJsonObject } from '../../kit/json-object.ts';
import { requirePreflighted } from './cross-origin.ts';
import { type ExplainedPart, readExplainedParts } from './explained-parts.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { readBody } from './read-body.ts';

/** Of objects and lists in each other; no input type of a sensible graph comes near. */
const maxVariableLevels = 100;

/** The parameters of GraphQL over HTTP, checked for shape only. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What is asked about the operation instead of running it; null or absent: it is to be run. */
  readonly explain?: ReadonlySet<ExplainedPart> | null;
}

/** Operations that came together, each as the client wrote its parameters; {@link fromParameters} checks them. */
export interface BatchedRequest {
  readonly operations: readonly unknown[];
}

export interface ReceiveOptions {
  /** Limit on the decoded body. */
  readonly maxBodyBytes: number;
  /** Operations in one request; 0 = a request is one operation. */
  readonly maxBatchSize: number;
  readonly documents: PersistedDocuments;
}

/**
 * Reads a request by the GraphQL over HTTP specification.
 * @throws GordianError METHOD_NOT_ALLOWED, PREFLIGHT_REQUIRED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST, or
 *   what {@link PersistedDocuments} throws
 */
export async function receiveGraphQLRequest(
  request: IncomingMessage,
  url: URL,
  { maxBodyBytes, maxBatchSize, documents }: ReceiveOptions,
): Promise<GraphQLRequest | BatchedRequest> {
  if (request.method === 'GET') {
    requirePreflighted(request.headers);
    return fromSearchParameters(url.searchParams, documents);
  }
  if (request.method !== 'POST') {
    throw new GordianError('METHOD_NOT_ALLOWED', `GraphQL answers GET and POST, not ${request.method}.`);
  }
  requireJson(request.headers['content-type']);
  const body = parseJson(await readBody(request, maxBodyBytes), 'The body');
  return Array.isArray(body) ? fromBatch(body, maxBatchSize) : fromParameters(body, documents);
}

function fromBatch(operations: readonly unknown[], maxSize: number): BatchedRequest {
  if (maxSize === 0)
    throw new GordianError(
      'BAD_REQUEST',
      'Batches are off (setting limits.batchSize: 0). Send one operation per request.',
    );
  if (operations.length === 0) throw new GordianError('BAD_REQUEST', 'The batch is empty.');
  if (operations.length > maxSize)
    throw new GordianError(
      'BAD_REQUEST',
      `The batch has ${operations.length} operations; at most ${maxSize} are allowed (setting limits.batchSize).`,
    );
  return { operations };
}

function fromSearchParameters(parameters: URLSearchParams, documents: PersistedDocuments): GraphQLRequest {
  const parameter = (name: string) => {
    const text = parameters.get(name);
    return text ? parseJson(text, `The parameter "${name}"`) : undefined;
  };
  return fromParameters(
    {
      query: parameters.get('query') ?? undefined,
      operationName: parameters.get('operationName') || undefined,
      variables: parameter('variables'),
      extensions: parameter('extensions'),
    },
    documents,
  );
}

/** A form or plain-text POST can be sent across origins without a preflight, so only JSON is accepted. */
function requireJson(contentType: string | undefined): void {
  if (contentType === 'application/json') return;
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new GordianError('UNSUPPORTED_MEDIA_TYPE', 'Send the request as "content-type: application/json".');
  }
  const charset = /charset="?([^\s;"]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  if (charset && charset !== 'utf-8' && charset !== 'utf8') {
    throw new GordianError('UNSUPPORTED_MEDIA_TYPE', 'Only the charset utf-8 is understood.');
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GordianError('BAD_REQUEST', `${what} is not valid JSON.`);
  }
}

/**
 * The parameters of an operation, whatever carried them.
 * @throws GordianError as {@link receiveGraphQLRequest}
 */
export function fromParameters(value: unknown, documents: PersistedDocuments): GraphQLRequest {
  if (!isJsonObject(value))
    throw new GordianError('BAD_REQUEST', 'The body must be a JSON object with the key "query".');
  const { query, operationName, variables, extensions } = value;
  if (isGiven(query) && (typeof query !== 'string' || query === '')) {
    throw new GordianError('BAD_REQUEST', 'The key "query" must hold the GraphQL document as a non-empty string.');
  }
  if (isGiven(operationName) && typeof operationName !== 'string') {
    throw new GordianError('BAD_REQUEST', 'The key "operationName" must be a string.');
  }
  if (isGiven(variables) && !isJsonObject(variables))
    throw new GordianError('BAD_REQUEST', 'The key "variables" must be a JSON object.');
  if (!isNestedAtMost(maxVariableLevels, variables))
    throw new GordianError('BAD_REQUEST', `The key "variables" is nested more than ${maxVariableLevels} levels deep.`);
  if (isGiven(extensions) && !isJsonObject(extensions))
    throw new GordianError('BAD_REQUEST', 'The key "extensions" must be a JSON object.');
  return {
    query: documents.documentOf((query as string | undefined) ?? null, persistedHash(extensions)),
    operationName: (operationName as string | undefined) || null,
    variables: (variables as Record<string, unknown>) ?? {},
    explain: readExplainedParts(extensions),
  };
}

/** Of `extensions.persistedQuery`, as clients of automatic persisted queries send it. */
function persistedHash(extensions: unknown): string | null {
  const persisted = isJsonObject(extensions) ? extensions.persistedQuery : undefined;
  if (!isGiven(persisted)) return null;
  if (!isJsonObject(persisted) || typeof persisted.sha256Hash !== 'string')
    throw new GordianError('BAD_REQUEST', 'The key "extensions.persistedQuery.sha256Hash" must be a string.');
  if (persisted.version !== 1) throw new GordianError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  return persisted.sha256Hash;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
