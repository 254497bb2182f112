// What browsers may send from other origins: CORS answers for the origins of the configuration, and protection against forged
// requests. A page elsewhere can send a "simple" request without asking; one that needs a preflight it cannot.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { GordianError } from '../../kit/errors.ts';

export interface CrossOriginOptions {
  readonly corsOrigins: readonly string[];
  /** Request headers that pages of these origins may send, besides our own. */
  readonly corsHeaders: readonly string[];
  /** How long a browser may remember the answer to a preflight. */
  readonly corsMaxAgeSeconds: number;
}

const methods = 'GET, POST';
const ownHeaders = [
  'authorization',
  'content-type',
  'graphql-require-preflight',
  'x-purpose',
  'x-gordian-search',
  'x-gordian-metadata',
  'x-gordian-contract',
];
const readableHeaders = 'gordian-generation, ratelimit, ratelimit-policy, retry-after, x-request-id';

/** Sets what a page of an allowed origin needs to read the answer, errors included. */
export function allowOrigin(options: CrossOriginOptions, request: IncomingMessage, response: ServerResponse): void {
  if (options.corsOrigins.length === 0) return;
  response.setHeader('vary', 'origin');
  if (!isAllowed(options, request)) return;
  response.setHeader('access-control-allow-origin', request.headers.origin!);
  response.setHeader('access-control-expose-headers', readableHeaders);
}

/** Answers OPTIONS: a preflight of an allowed origin with what it may send, everything else with the methods alone. */
export function answerOptions(options: CrossOriginOptions, request: IncomingMessage, response: ServerResponse): void {
  const isPreflight = request.headers['access-control-request-method'] !== undefined;
  const permissions = isPreflight && isAllowed(options, request) ? preflightHeaders(options) : {};
  response.writeHead(204, { allow: `${methods}, OPTIONS`, ...permissions }).end();
}

function preflightHeaders({ corsHeaders, corsMaxAgeSeconds }: CrossOriginOptions): Record<string, string> {
  return {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': [...ownHeaders, ...corsHeaders].join(', '),
    'access-control-max-age': String(corsMaxAgeSeconds),
  };
}

function isAllowed({ corsOrigins }: CrossOriginOptions, { headers: { origin } }: IncomingMessage): boolean {
  return origin !== undefined && corsOrigins.includes(origin);
}

/** Each of these makes a browser ask before it sends. The last two are what clients of other gateways send already. */
const preflighted = [
  'graphql-require-preflight',
  'authorization',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/**
 * For GET, which a page, an image or a link of any origin can send; POST is safe because it must be JSON.
 * @throws GordianError PREFLIGHT_REQUIRED
 */
export function requirePreflighted(headers: IncomingHttpHeaders): void {
  if (headers['sec-fetch-site'] === 'same-origin' || preflighted.some((name) => headers[name])) return;
  throw new GordianError(
    'PREFLIGHT_REQUIRED',
    'Send "graphql-require-preflight: 1" with a GET, so that no page of another origin can send it for you.',
  );
}
