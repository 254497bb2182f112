// The floor: makes the upstream calls that this gateway made, reads the answers, and returns a fixed body. No gateway
// on this HTTP stack can cost less.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Pool } from 'undici';
import type { UpstreamCall } from '../upstream-calls.ts';

export interface FloorCase {
  readonly query: string;
  /** Calls of one wave are made together, those of the next when all are answered. */
  readonly waves: readonly (readonly UpstreamCall[])[];
  readonly body: string;
}

const cases = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as readonly FloorCase[];
const caseOf = new Map(cases.map((one) => [one.query, one]));
const pools = new Map<string, Pool>();

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString());
    const { waves, body } = caseOf.get(query) ?? { waves: [], body: '{}' };
    for (const wave of waves) await Promise.all(wave.map(({ url, body }) => call(url, body)));
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');

async function call(url: string, body: string): Promise<void> {
  const { origin, pathname } = new URL(url);
  const pool = pools.get(origin) ?? new Pool(origin, { connections: 128 });
  pools.set(origin, pool);
  const answer = await pool.request({
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await answer.body.text();
}
