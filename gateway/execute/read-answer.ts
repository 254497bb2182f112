// From an HTTP response to the bytes of a GraphQL response, or to the fault that it is instead: status and headers are judged
// here, the body where it is read.

import { isJsonObject } from '../../kit/json-object.ts';
import type { HttpResponse } from './http/response-reader.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

/** Statuses by which a server or a proxy says that it is there but cannot serve now. */
const unavailable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A GraphQL server refuses values that only it can judge, those of custom scalars, with this status and a list of errors. */
const refusedStatus = 400;

export function readAnswer({ head, body }: HttpResponse): SubgraphAnswer {
  const { status, contentType, contentEncoding } = head;
  if (unavailable.has(status)) return fault('SUBGRAPH_UNAVAILABLE', `status ${status}`);
  if (status !== 200 && status !== refusedStatus) return fault('SUBGRAPH_BAD_RESPONSE', `status ${status}`);
  if (!isJson(contentType)) return fault('SUBGRAPH_BAD_RESPONSE', 'the content type is not JSON');
  if (isEncoded(contentEncoding))
    return fault('SUBGRAPH_BAD_RESPONSE', 'the content is encoded, although no encoding was accepted');
  if (status === refusedStatus && !isRefusal(body.toString('utf8')))
    return fault('SUBGRAPH_BAD_RESPONSE', `status ${status}`);
  return { kind: 'response', body };
}

function isRefusal(text: string): boolean {
  const refusal = parseJson(text);
  return isJsonObject(refusal) && Array.isArray(refusal.errors) && !Object.hasOwn(refusal, 'data');
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/(graphql-response\+)?json\s*(;|$)/i.test(contentType);
}

function isEncoded(encoding: string | null): boolean {
  return encoding !== null && encoding.toLowerCase() !== 'identity';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
