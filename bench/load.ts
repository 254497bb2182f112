// The client: a fixed number of connections, each with one request under way, for a given time.
import { Pool, request } from 'undici';

export interface Load {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
}

export const connections = 16;

const headers = { 'content-type': 'application/json', accept: 'application/json' };
const bodyOf = (query: string) => JSON.stringify({ query });

/** @throws unless the status is 200 */
export async function requestOnce(url: string, query: string): Promise<string> {
  const { statusCode, body } = await request(url, { method: 'POST', headers, body: bodyOf(query) });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${url} answered with status ${statusCode}`);
  return text;
}

/** @throws when an answer differs in length from `expected`: a gateway that fails under load is not fast */
export async function applyLoad(url: string, query: string, expected: string, durationMs: number): Promise<Load> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const body = bodyOf(query);
  const bytes = Buffer.byteLength(expected);
  const latenciesMs: number[] = [];
  const started = performance.now();

  const work = async () => {
    while (performance.now() - started < durationMs) {
      const sent = performance.now();
      const answer = await pool.request({ path, method: 'POST', headers, body });
      const received = (await answer.body.arrayBuffer()).byteLength;
      if (answer.statusCode !== 200 || received !== bytes)
        throw new Error(`${url} gave ${received} bytes with status ${answer.statusCode}, not ${bytes} with 200`);
      latenciesMs.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const elapsedMs = performance.now() - started;
  await pool.close();
  return { requests: latenciesMs.length, elapsedMs, latenciesMs };
}
