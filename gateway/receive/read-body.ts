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
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof GordianError
      ? error
      : new GordianError('BAD_REQUEST', 'The request ended before its body was complete.');
  }
  return decodeUtf8(Buffer.concat(chunks, bytes));
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
