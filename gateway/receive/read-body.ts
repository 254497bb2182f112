// Reads a request body into memory, bounded: the sender's content-length is a hint, the counted bytes decide.
import type { IncomingMessage } from 'node:http';
import { GordianError } from '../../kit/errors.ts';

/** @throws GordianError PAYLOAD_TOO_LARGE as soon as the limit is passed, BAD_REQUEST when the client stops half-way or sends bytes that are not UTF-8 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  if (request.headers['content-encoding'] && request.headers['content-encoding'] !== 'identity') {
    throw new GordianError(
      'UNSUPPORTED_MEDIA_TYPE',
      'Compressed request bodies are not accepted; send the body as it is.',
    );
  }
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  return decodeUtf8(await readBytes(request, maxBytes));
}

/** With listeners, because a stream's iterator costs more than everything else of a small request's receipt. */
function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const endEarly = (): void => {
      if (!request.complete) reject(new GordianError('BAD_REQUEST', 'The request ended before its body was complete.'));
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) return void chunks.push(chunk);
      chunks.length = 0;
      reject(tooLarge(maxBytes));
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once('error', endEarly);
    request.once('close', endEarly);
  });
}

function tooLarge(maxBytes: number): GordianError {
  return new GordianError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes (limits.bodyBytes).`);
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new GordianError('BAD_REQUEST', 'The body is not valid UTF-8.');
  }
}
