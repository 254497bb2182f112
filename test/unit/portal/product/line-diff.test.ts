import { expect, test } from 'vitest';
import { diffLines, foldEqual } from '../../../../portal/source/product/line-diff.ts';

const shown = (before: string, after: string) =>
  diffLines(before, after).map(
    ({ left, right, changed }) => `${left?.text ?? ''}${changed ? '|' : '='}${right?.text ?? ''}`,
  );

test.each<[string, string, string, string[]]>([
  ['nothing changed', 'a\nb', 'a\nb', ['a=a', 'b=b']],
  ['a line came', 'a\nc', 'a\nb\nc', ['a=a', '|b', 'c=c']],
  ['a line went', 'a\nb\nc', 'a\nc', ['a=a', 'b|', 'c=c']],
  ['a line changed', 'a\nb\nc', 'a\nB\nc', ['a=a', 'b|B', 'c=c']],
  ['one of two that are alike went', 'a\nb\nb\nc', 'a\nb\nc', ['a=a', 'b=b', 'b|', 'c=c']],
  ['everything is new', '', 'a\nb', ['|a', '|b']],
  ['two places', 'a\nb\nc\nd', 'A\nb\nc\nD\ne', ['a|A', 'b=b', 'c=c', 'd|D', '|e']],
])('%s', (_, before, after, rows) => {
  expect(shown(before, after)).toEqual(rows);
});

test('each side holds its text whole, with its numbers', () => {
  const [before, after] = ['a\nb\nc\na\nb\nb\na', 'c\nb\na\nb\na\nc'];
  const rows = diffLines(before, after);
  for (const [side, text] of [
    ['left', before],
    ['right', after],
  ] as const) {
    const lines = rows.flatMap((row) => row[side] ?? []);
    expect(lines.map((line) => line.text).join('\n')).toBe(text);
    expect(lines.map((line) => line.number)).toEqual(lines.map((_, index) => index + 1));
  }
});

test('equal lines far from any change are folded', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const changed = lines.with(10, 'another');
  const parts = foldEqual(diffLines(lines.join('\n'), changed.join('\n')), 2);
  expect(parts.map((part) => ('folded' in part ? part.folded.length : 'row'))).toEqual([8, ...Array(5).fill('row'), 7]);
  const close = foldEqual(diffLines('1\n2\n3\n4\nx', '1\n2\n3\n4\ny'), 2);
  expect(close.every((part) => !('folded' in part))).toBe(true);
});

test('texts that are too long to be compared whole are still shown whole', () => {
  const lines = (name: string) => Array.from({ length: 5_100 }, (_, index) => `${name} ${index}`).join('\n');
  const rows = diffLines(lines('old'), lines('new'));
  expect(rows).toHaveLength(5_100);
  expect(rows.every(({ changed }) => changed)).toBe(true);
});
