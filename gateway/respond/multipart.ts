// An answer in parts, as multipart/mixed: each part is sent with the boundary after it, so that a client can read it at once.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { incrementalMediaType } from './incremental-media-type.ts';
import type { LaterParts } from './later-parts.ts';
import { bodyOf, type GraphQLAnswer, type ResponseOptions } from './respond.ts';
import { generationHeader } from './response-headers.ts';

const partHead = '\r\ncontent-type: application/json; charset=utf-8\r\n\r\n';
/** JSON holds no line break but within a string, where it is escaped: no part can hold a boundary. */
const boundary = '\r\n---';

/**
 * Writes the first part, then every later one as it comes, and ends the response. Parts are not compressed: a compressor
 * would hold them back, or lose most of its gain by giving each away at once.
 */
export async function respondInParts(
  response: ServerResponse,
  answer: GraphQLAnswer,
  later: LaterParts,
  { requestId, maxErrors, generation }: Pick<ResponseOptions, 'requestId' | 'maxErrors' | 'generation'>,
): Promise<void> {
  response.writeHead(200, {
    'content-type': incrementalMediaType,
    'cache-control': 'private, no-store',
    'x-request-id': requestId,
    ...(generation !== null && { [generationHeader]: generation }),
    // Proxies that gather an answer before they pass it on would undo the purpose of parts.
    'x-accel-buffering': 'no',
  });
  await write(response, `---${partHead}${bodyOf(answer, maxErrors)}${boundary}`);
  await later.deliver((payload) => write(response, `${partHead}${payload}${boundary}`));
  response.end('--\r\n');
}

/** Resolves when the client has room for more, or has left. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() =>
    settled.abort(),
  );
}
