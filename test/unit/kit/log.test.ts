import { expect, test } from 'vitest';
import { createLog, redact, requestId } from '../../../kit/log.ts';

const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';

const secrets: [string, object | string][] = [
  ['an authorization header', { headers: { authorization: `Bearer ${token}` } }],
  ['a password however deep', { a: { b: { c: { password: 'hunter2"x' } } } }],
  ['a client secret', { clientSecret: 'hunter2' }],
  ['an access token', { access_token: 'hunter2' }],
  ['a URL with credentials', { url: 'postgres://gordian:hunter2@127.0.0.1:4008/postgres' }],
  ['a token in a sentence', `The token ${token} was refused.`],
  ['credentials in an error', { err: new Error('connect postgres://u:hunter2@db failed, Basic aHVudGVyMg==') }],
];

test.each(secrets)('%s never reaches the log', (_name, entry) => {
  const lines: string[] = [];
  const log = createLog({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  if (typeof entry === 'string') log.info(entry);
  else log.info(entry, 'entry');
  expect(lines.join()).toContain('[redacted]');
  expect(lines.join()).not.toMatch(/hunter2|eyJ|aHVudGVyMg/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', name: 'test' });
});

test('an ordinary line stays as it is', () => {
  const line = '{"msg":"see https://example.org/a@b, basic things, token counts: 3"}';
  expect(redact(line)).toBe(line);
});

test.each([
  ['0b9f6c1e-7d5c', true],
  ['short', false],
  ['has spaces in it', false],
  ['new\nline-id', false],
  ['x'.repeat(129), false],
  [undefined, false],
])('a request id %j from outside is kept: %s', (offered, kept) => {
  expect(requestId(offered) === offered).toBe(kept);
  expect(requestId(offered)).toMatch(/^[\w.:-]{8,128}$/);
});
