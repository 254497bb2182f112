// The other end of version-stream.ts: what the stream tells, as it comes.
import { request } from 'undici';
import { createEventStreamParser } from './event-stream-parser.ts';

/** The stream has a sign of life every second. */
const silenceMs = 5_000;
const timeoutMs = 3_000;
const maxVersionCharacters = 1_000;

/** Ends or throws when the stream is lost. @param authorization the value of the header */
export async function* toldVersions(url: URL, authorization: string, signal: AbortSignal): AsyncIterable<string> {
  const answer = await request(url, {
    headers: { authorization, accept: 'text/event-stream' },
    headersTimeout: timeoutMs,
    bodyTimeout: silenceMs,
    signal,
  });
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new Error(`the stream answered with status ${answer.statusCode}`);
  }
  const parser = createEventStreamParser(maxVersionCharacters);
  const decoder = new TextDecoder();
  for await (const chunk of answer.body)
    for (const { data } of parser.read(decoder.decode(chunk as Uint8Array, { stream: true }))) yield data;
}
