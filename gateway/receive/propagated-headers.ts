// Headers of the client's request that a subgraph receives: those that the configuration names, and no others. What proves who
// asks is never among them, because the gateway's assertion does; nor is what belongs to one connection or one body.
import type { IncomingHttpHeaders } from 'node:http';
import { GordianError } from '../../kit/errors.ts';

export interface PropagationRule {
  /** Lower case. */
  readonly name: string;
  /** Null: all subgraphs. */
  readonly subgraphs: readonly string[] | null;
}

/** @returns what one subgraph receives of one request's headers */
export type PropagatedHeaders = (subgraph: string) => Readonly<Record<string, string>>;

/** Who asks (the assertion says it), this hop's connection, the body's form, and what our HTTP client decides itself. */
const neverPropagated = new Set([
  'authorization',
  'proxy-authorization',
  'proxy-authenticate',
  'proxy-connection',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
]);

export function mayBePropagated(name: string): boolean {
  return !neverPropagated.has(name.toLowerCase());
}

/**
 * @returns undefined when nothing is passed on, as usual
 * @throws GordianError BAD_REQUEST when a header that a subgraph would receive has characters that none may have
 */
export function propagatedHeaders(
  rules: readonly PropagationRule[],
  headers: IncomingHttpHeaders,
): PropagatedHeaders | undefined {
  const sent = rules.filter(({ name }) => headers[name] !== undefined);
  if (sent.length === 0) return undefined;
  for (const { name } of sent) requirePlain(name, headers[name]);
  return (subgraph) => {
    const received = sent.filter(({ subgraphs }) => subgraphs === null || subgraphs.includes(subgraph));
    return Object.fromEntries(received.map(({ name }) => [name, headers[name] as string]));
  };
}

/** Servers read other characters differently, and one reads another header where the other saw a value. */
function requirePlain(name: string, value: string | readonly string[] | undefined): void {
  if (typeof value === 'string' && /^[\t\x20-\x7e]*$/.test(value)) return;
  throw new GordianError(
    'BAD_REQUEST',
    `The header "${name}" is passed on to subgraphs, so it may hold printable ASCII characters only.`,
  );
}
