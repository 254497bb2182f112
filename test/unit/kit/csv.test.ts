import { expect, test } from 'vitest';
import { parseCsv } from '../../../kit/csv.ts';

const cases: [string, string, string[][]][] = [
  [
    'plain fields',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['no line end at the end', 'a,b', [['a', 'b']]],
  ['quotes, commas and line ends within quotes', '"a,1","say ""hi""","x\r\ny"\r\n', [['a,1', 'say "hi"', 'x\r\ny']]],
  [
    'empty fields, also the last one',
    ',\n"",x\n1,',
    [
      ['', ''],
      ['', 'x'],
      ['1', ''],
    ],
  ],
  ['an empty text', '', []],
];

test.each(cases)('reads %s', (_name, text, rows) => {
  expect(parseCsv(text)).toEqual(rows);
});

test.each(['"open', '"a"b,c'])('says where %s is malformed', (text) => {
  expect(() => parseCsv(text)).toThrow(/malformed at character/);
});
