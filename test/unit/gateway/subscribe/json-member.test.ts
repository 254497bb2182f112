import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonMember } from '../../../../gateway/subscribe/json-member.ts';

test.each([
  ['{"payload":1}', '1'],
  ['{ "payload" : 1.10 , "id":"1"}', '1.10'],
  [
    '{"id":"1","type":"next","payload":{"data":{"size":12345678901234567890.12345}}}',
    '{"data":{"size":12345678901234567890.12345}}',
  ],
  ['{"other":{"payload":0},"payload":"a\\"b}"}', '"a\\"b}"'],
  ['{"pay\\u006coad":[1,{"x":"]"}] }', '[1,{"x":"]"}]'],
  ['{"payload":1,"payload":2}', '2'],
  ['{"payload":null\n}', 'null'],
  ['{}', null],
  ['{"other":"payload"}', null],
])('%s holds %s', (json, member) => {
  expect(jsonMember(json, 'payload')).toBe(member);
});

test('what it finds is what JSON.parse finds, in whatever is around it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.nat(3), (others, payload, indent) => {
      const json = JSON.stringify({ ...others, payload }, null, indent);
      expect(JSON.parse(jsonMember(json, 'payload')!)).toEqual(JSON.parse(json).payload);
    }),
  );
});
