// Answers over server-sent events, as graphql-sse describes it ("distinct connections mode"): a `next` event for each, then
// `complete`. The next answer is made when the one before has left.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { bodyOf, type GraphQLAnswer } from '../respond/respond.ts';
import { generationHeader } from '../respond/response-headers.ts';

export interface EventStreamOptions {
  readonly requestId: string;
  /** That serves when the stream begins; each event is answered by the one that serves then. */
  readonly generation: string | null;
  /** Between two comments that keep an idle stream open. */
  readonly keepAliveMs: number;
  /** Of one answer. */
  readonly maxErrors: number;
}

export async function writeEventStream(
  response: ServerResponse,
  answers: AsyncIterable<GraphQLAnswer>,
  { requestId, generation, keepAliveMs, maxErrors }: EventStreamOptions,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-accel-buffering': 'no',
    // Kept open afterwards, it would hold back a gateway that stops.
    connection: 'close',
    'x-request-id': requestId,
    ...(generation !== null && { [generationHeader]: generation }),
  });
  response.flushHeaders();
  const stopComments = keepOpen(response, keepAliveMs);
  try {
    for await (const answer of answers) {
      await write(response, `event: next\ndata: ${onOneLine(bodyOf(answer, maxErrors))}\n\n`);
      if (response.destroyed) return;
    }
    response.end('event: complete\ndata:\n\n');
  } finally {
    stopComments();
  }
}

/** Resolves when it has left this process, or never can. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const left = new AbortController();
  const { signal } = left;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(() => {});
  left.abort();
}

/** In JSON a line break is always between two tokens; in an event stream it would end the data. */
function onOneLine(json: string): string {
  return json.replace(/[\r\n]+/g, ' ');
}

/** A client that has read nothing since the last comment is cut off. */
function keepOpen(response: ServerResponse, intervalMs: number): () => void {
  let wasStuck = false;
  const timer = setInterval(() => {
    const isStuck = response.writableNeedDrain;
    if (isStuck && wasStuck) response.destroy();
    else if (!isStuck) response.write(':\n\n');
    wasStuck = isStuck;
  }, intervalMs);
  return () => clearInterval(timer);
}
