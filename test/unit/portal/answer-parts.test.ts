import { expect, test } from 'vitest';
import { type AnswerPart, createAdder, readParts } from '../../../portal/source/playground/answer-parts.ts';

const parts: readonly AnswerPart[] = [
  { data: { user: { name: 'Adá' } }, pending: [{ id: '0', path: ['user'] }], hasNext: true },
  {
    incremental: [{ id: '0', data: { friends: [{ id: 1 }] } }],
    pending: [{ id: '1', path: ['user'] }],
    completed: [{ id: '0' }],
    hasNext: true,
  },
  {
    incremental: [{ id: '1', subPath: ['friends', 0], data: { rank: null }, errors: [{ message: 'no rank' }] }],
    completed: [{ id: '1', errors: [{ message: 'no more' }] }],
    hasNext: false,
  },
];

const head = '\r\ncontent-type: application/json; charset=utf-8\r\n\r\n';
const bytes = new TextEncoder().encode(
  `---${parts.map((part) => `${head}${JSON.stringify(part)}\r\n---`).join('')}--\r\n`,
);

test.each([1, 7, 10_000])('parts are read from chunks of %i bytes', async (size) => {
  const chunks = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const read: AnswerPart[] = [];
  for await (const part of readParts(chunks)) read.push(part);
  expect(read).toEqual(parts);
});

test('parts add up, and what was shown before stays as it was', () => {
  const add = createAdder();
  const bodies = structuredClone(parts).map(add);
  expect(bodies).toEqual([
    { data: { user: { name: 'Adá' } } },
    { data: { user: { name: 'Adá', friends: [{ id: 1 }] } } },
    {
      data: { user: { name: 'Adá', friends: [{ id: 1, rank: null }] } },
      errors: [{ message: 'no rank' }, { message: 'no more' }],
    },
  ]);
});
