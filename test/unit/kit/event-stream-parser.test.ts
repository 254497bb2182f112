import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventStreamParser } from '../../../kit/event-stream-parser.ts';

const cases: readonly [string, string, readonly { type: string; data: string }[]][] = [
  ['an event', 'event: next\ndata: {"a":1}\n\n', [{ type: 'next', data: '{"a":1}' }]],
  ['an event without a name', 'data: x\n\n', [{ type: 'message', data: 'x' }]],
  ['an end without data', 'event: complete\n\n', [{ type: 'complete', data: '' }]],
  ['comments and other fields', ':\n\n: ping\nid: 7\nretry: 1\ndata: x\n\n', [{ type: 'message', data: 'x' }]],
  ['data on several lines', 'data: a\ndata:b\ndata:  c\n\n', [{ type: 'message', data: 'a\nb\n c' }]],
  ['line breaks of Windows', 'event: next\r\ndata: 1\r\n\r\n', [{ type: 'next', data: '1' }]],
  [
    'old line breaks',
    'event: next\rdata: 1\r\rdata: 2\n\n',
    [
      { type: 'next', data: '1' },
      { type: 'message', data: '2' },
    ],
  ],
  ['an event that is not complete', 'event: next\ndata: 1\n', []],
];

test.each(cases)('%s', (_, text, events) => {
  expect(createEventStreamParser(1_000).read(text)).toEqual(events);
});

test('how the text is cut makes no difference', () => {
  const text = cases.map(([, part]) => part).join('\n\n');
  const whole = createEventStreamParser(10_000).read(text);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
      const parser = createEventStreamParser(10_000);
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const read = places.slice(1).flatMap((end, index) => parser.read(text.slice(places[index], end)));
      expect(read).toEqual(whole);
    }),
  );
});

test.each([
  ['in one line', (parser: ReturnType<typeof createEventStreamParser>) => parser.read(`data: ${'x'.repeat(1_001)}`)],
  [
    'in many lines',
    (parser: ReturnType<typeof createEventStreamParser>) => {
      for (let count = 0; count < 1_000; count++) parser.read('data: xxxxx\n');
    },
  ],
])('an event that is too large %s is refused', (_, read) => {
  expect(() => read(createEventStreamParser(1_000))).toThrow(RangeError);
});
