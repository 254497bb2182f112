import { describe, expect, test } from 'vitest';
import { JsonBytes } from '../../../../gateway/execute/json-bytes.ts';

const leaves = [
  '""',
  '"a"',
  '"a\\"b\\\\"',
  `"${'long '.repeat(30)}"`,
  '"é😀"',
  '-12.5',
  'true',
  '[1,["]"],{"a":"}"}]',
  '{"a":[]}',
];

describe.each(leaves)('the leaf %s', (leaf) => {
  test('is copied whole, however little room there is', () => {
    const source = new JsonBytes(8);
    source.text(`${leaf},"next"`);
    for (let capacity = 0; capacity <= leaf.length + 8; capacity++) {
      const out = new JsonBytes(capacity);
      out.text('x:');
      out.leaf(source, 0);
      out.byte(33);
      expect(out.slice(0)).toBe(`x:${leaf}!`);
    }
  });

  test('is read back as it was written', () => {
    const bytes = new JsonBytes(8);
    bytes.text(`${leaf}]`);
    expect(bytes.leafText(0)).toBe(leaf);
  });
});

test('what is repeated stands behind what there was', () => {
  const bytes = new JsonBytes(4);
  bytes.text('[abc');
  bytes.repeat(1, 4);
  expect(bytes.slice(0)).toBe('[abcabc');
});
