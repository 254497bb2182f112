// Commands to copy: a shell reads the words that were meant, whatever they are.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine, shellWord } from '../../../portal/source/parts/command-line.ts';

test.each([
  ['Order.total=FIELD_REMOVED', 'Order.total=FIELD_REMOVED'],
  ['subgraphs/orders', 'subgraphs/orders'],
  ['Query.orders(first:)', "'Query.orders(first:)'"],
  ['@fresh', "'@fresh'"],
  ["x';id;'", `'x'\\'';id;'\\'''`],
  ['', "''"],
])('%s is written %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test('no value runs anything, and each arrives as it is', () => {
  const values = [
    '$(id)',
    '`id`',
    "a';id;'b",
    'a b',
    '{curl,-s,evil}|sh',
    '~',
    '=ls',
    'a\nid',
    '*',
    '#',
    '',
    '\\',
    '!!',
  ];
  const printed = execFileSync('sh', ['-c', commandLine(['printf', '%s\\0', ...values])], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(values);
});
