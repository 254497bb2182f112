// A client of server-sent events that shows each of them.
import { createEventStreamParser } from '../../kit/event-stream-parser.ts';

export interface EventStream {
  readonly type: string | null;
  /** The next event; an empty `data` is null. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  next(): Promise<{ readonly event: string; readonly data: any }>;
  /** Resolves when the stream is at its end. */
  readonly ended: Promise<void>;
  leave(): void;
}

export async function openEventStream(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const left = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
    signal: left.signal,
  });
  if (response.status !== 200) throw new Error(`refused with ${response.status}: ${await response.text()}`);
  const arrived: { event: string; data: unknown }[] = [];
  const readers: ((event: { event: string; data: unknown }) => void)[] = [];
  const ended = (async () => {
    const parser = createEventStreamParser(10_000_000);
    const decoder = new TextDecoder();
    for await (const chunk of response.body!)
      for (const { type, data } of parser.read(decoder.decode(chunk as Uint8Array, { stream: true }))) {
        const event = { event: type, data: data === '' ? null : JSON.parse(data) };
        const reader = readers.shift();
        if (reader) reader(event);
        else arrived.push(event);
      }
  })().catch(() => {});
  return {
    type: response.headers.get('content-type'),
    ended,
    next: () =>
      arrived.length > 0 ? Promise.resolve(arrived.shift()!) : new Promise((resolve) => readers.push(resolve)),
    leave: () => left.abort(),
  };
}
