import { describe, expect, test } from 'vitest';
import { readEvents } from '../../../../portal/source/graph/event-stream.ts';

const textOf = (...events: readonly unknown[]) =>
  `${events.map((event) => `event: next\ndata: ${JSON.stringify(event)}\n\n`).join('')}event: complete\ndata:\n\n`;
const events = [{ title: 'a\u2028b\u2029c' }, { title: 'Zoë’s “naïve” 🧶' }];
const sent = textOf(...events);
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function readFrom(...chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const read: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({
    start(to) {
      for (const chunk of chunks) to.enqueue(chunk);
      to.close();
    },
  });
  for await (const event of readEvents(stream)) read.push(event);
  return read;
}

test.each([
  ['as the gateway writes it', sent],
  ['with the line ends of Windows', sent.replaceAll('\n', '\r\n')],
  ['with carriage returns alone', sent.replaceAll('\n', '\r')],
  ['with a byte-order mark', `\uFEFF${sent}`],
  ['without the space after a colon', sent.replaceAll(': ', ':')],
  ['with comments and fields of no concern', `:\n\n: kept open\nid: 1\nretry: 5\nnothing\n${sent}`],
  ['with data on several lines', sent.replaceAll('{', '{\ndata: ')],
])('a stream is read %s, wherever it is cut', async (_, text) => {
  const bytes = bytesOf(text);
  expect(await readFrom(bytes)).toEqual(events);
  expect(await readFrom(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
});

describe('of a stream, nothing is told', () => {
  test.each([
    ['of an event that is of another kind', `event: other\ndata: {}\n\n${sent}`],
    ['of an event without data', `event: next\n\n${sent}`],
    ['of what comes after its end', sent + sent],
  ])('%s', async (_, text) => {
    expect(await readFrom(bytesOf(text))).toEqual(events);
  });

  test('of an event that it breaks off in', async () => {
    expect(await readFrom(bytesOf('event: next\ndata: {}\n'))).toEqual([]);
  });
});

test('whoever stops reading frees the connection', async () => {
  const freed: unknown[] = [];
  const endless = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(bytesOf(sent)),
    cancel: () => void freed.push('freed'),
  });
  for await (const event of readEvents(endless)) {
    expect(event).toEqual(events[0]);
    break;
  }
  expect(freed).toEqual(['freed']);
});
