// The client: a fixed number of connections, each with one request under way.
import { Pool, request } from 'undici';

export interface Target {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request of a load, and what becomes of its answer. */
export interface Sent {
  readonly body: string;
  /** @throws when it is not the answer that it has to be: a gateway that fails under load is not fast */
  take(answer: Buffer): void;
}

export interface Load {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
}

const contentHeaders = { 'content-type': 'application/json', accept: 'application/json' };

export const bodyOf = (query: string): string => JSON.stringify({ query });

/** @throws unless the status is 200 */
export async function requestOnce({ url, headers }: Target, query: string): Promise<string> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { ...contentHeaders, ...headers },
    body: bodyOf(query),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`status ${statusCode}: ${text.slice(0, 300)}`);
  return text;
}

/** @param next what to send now; null when the load is over */
export async function applyLoad(target: Target, connections: number, next: () => Sent | null): Promise<Load> {
  const { origin, pathname: path } = new URL(target.url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const headers = { ...contentHeaders, ...target.headers };
  const latenciesMs: number[] = [];
  const started = performance.now();

  const work = async () => {
    for (let sent = next(); sent; sent = next()) {
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request({ path, method: 'POST', headers, body: sent.body });
      const answer = Buffer.from(await body.arrayBuffer());
      latenciesMs.push(performance.now() - sentAt);
      if (statusCode !== 200) throw new Error(`status ${statusCode}: ${answer.subarray(0, 300)}`);
      sent.take(answer);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const elapsedMs = performance.now() - started;
  await pool.close();
  return { requests: latenciesMs.length, elapsedMs, latenciesMs };
}

/** The same query for as long as given; every answer has to have the length of the first one. */
export function repeatFor(query: string, expected: string, durationMs: number): () => Sent | null {
  const bytes = Buffer.byteLength(expected);
  const end = performance.now() + durationMs;
  const sent: Sent = {
    body: bodyOf(query),
    take({ byteLength }) {
      if (byteLength !== bytes) throw new Error(`an answer of ${byteLength} bytes, not of ${bytes}`);
    },
  };
  return () => (performance.now() < end ? sent : null);
}
