// A client of answers in parts as small as it can be: it reads what the gateway writes, and nothing else.
import { expect } from 'vitest';

const boundary = '\r\n---';

/** Each part as soon as the boundary behind it has come. */
export async function* readParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  // The first boundary has no line before it.
  let text = '\r\n';
  for await (const chunk of body) {
    const pieces = (text + decoder.decode(chunk, { stream: true })).split(boundary);
    text = pieces.pop() ?? '';
    // What is before the first boundary is nothing.
    for (const piece of pieces) {
      if (piece === '') continue;
      expect(piece).toMatch(/^\r\ncontent-type: application\/json; charset=utf-8\r\n\r\n/);
      yield JSON.parse(piece.slice(piece.indexOf('\r\n\r\n')));
    }
  }
  expect(text).toBe('--\r\n');
}
