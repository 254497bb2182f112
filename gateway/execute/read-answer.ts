// From an HTTP response to a GraphQL response, or to the fault that it is instead. Nothing of a bad body is kept.
import { isJsonObject } from './json-object.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Statuses by which a server or a proxy says that it is there but cannot serve now. */
const unavailable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A GraphQL server refuses values that only it can judge, those of custom scalars, with this status and a list of errors. */
const refusedStatus = 400;

export function readAnswer(status: number, headers: Headers, body: Buffer): SubgraphAnswer {
  if (unavailable.has(status)) return fault('SUBGRAPH_UNAVAILABLE', `status ${status}`);
  if (status !== 200 && status !== refusedStatus) return fault('SUBGRAPH_BAD_RESPONSE', `status ${status}`);
  if (!isJson(headers['content-type'])) return fault('SUBGRAPH_BAD_RESPONSE', 'the content type is not JSON');
  if (isEncoded(headers['content-encoding']))
    return fault('SUBGRAPH_BAD_RESPONSE', 'the content is encoded, although no encoding was accepted');
  const parsed = parseJson(body);
  if (!isJsonObject(parsed)) return fault('SUBGRAPH_BAD_RESPONSE', 'the body is not a JSON object');
  if (!Object.hasOwn(parsed, 'data') && !Object.hasOwn(parsed, 'errors'))
    return fault('SUBGRAPH_BAD_RESPONSE', 'neither data nor errors');
  if (status === refusedStatus && (!Array.isArray(parsed.errors) || Object.hasOwn(parsed, 'data')))
    return fault('SUBGRAPH_BAD_RESPONSE', `status ${status}`);
  return { kind: 'response', body: parsed, bytes: body.length };
}

function isJson(contentType: string | string[] | undefined): boolean {
  return typeof contentType === 'string' && /^application\/(graphql-response\+)?json\s*(;|$)/i.test(contentType);
}

function isEncoded(encoding: string | string[] | undefined): boolean {
  return encoding !== undefined && String(encoding).toLowerCase() !== 'identity';
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
