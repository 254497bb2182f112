// A subscription of a subgraph over server-sent events, as graphql-sse describes it ("distinct connections mode"): one request,
// whose answer is a stream of `next` events and ends with `complete`.
import { request as send } from 'undici';
import { createEventStreamParser } from '../../kit/event-stream-parser.ts';
import { type SourceEvents, type SourceFaultCode, type SourceRequest, sourceFault } from './event-source.ts';

export function openEventStreamSource(request: SourceRequest, events: SourceEvents, ended: AbortSignal): void {
  const fail = (code: SourceFaultCode, detail: string): void => events.end(sourceFault(request.subgraph, code, detail));
  follow(request, events, ended, fail).catch((error: Error & { code?: string }) => {
    const isSilent = error.code === 'UND_ERR_HEADERS_TIMEOUT';
    fail(isSilent ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE', error.code ?? error.name);
  });
}

async function follow(
  { url, headers, body, acceptTimeoutMs, maxEventBytes }: SourceRequest,
  events: SourceEvents,
  signal: AbortSignal,
  fail: (code: SourceFaultCode, detail: string) => void,
): Promise<void> {
  const answer = await send(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body,
    signal,
    headersTimeout: acceptTimeoutMs,
    // An idle stream is no fault; TCP notices when the other side is gone.
    bodyTimeout: 0,
  });
  const type = String(answer.headers['content-type'] ?? '');
  if (answer.statusCode !== 200 || !/^text\/event-stream\b/i.test(type)) {
    answer.body.destroy();
    if (answer.statusCode >= 500) return void fail('SUBGRAPH_UNAVAILABLE', `status ${answer.statusCode}`);
    return void fail('SUBGRAPH_BAD_RESPONSE', `status ${answer.statusCode} and no event stream`);
  }
  const parser = createEventStreamParser(maxEventBytes);
  const decoder = new TextDecoder();
  for await (const chunk of answer.body) {
    for (const { type, data } of readOrFail(parser, decoder.decode(chunk as Buffer, { stream: true }), fail)) {
      if (type === 'next') events.push(data);
      if (type === 'complete') events.end();
    }
    // Leaving the loop closes the connection.
    if (events.isOver) return;
  }
  fail('SUBGRAPH_UNAVAILABLE', 'the stream ended before the subscription was complete');
}

function readOrFail(
  parser: ReturnType<typeof createEventStreamParser>,
  text: string,
  fail: (code: SourceFaultCode, detail: string) => void,
): ReturnType<typeof parser.read> {
  try {
    return parser.read(text);
  } catch (error) {
    fail('SUBGRAPH_BAD_RESPONSE', (error as Error).message);
    return [];
  }
}
