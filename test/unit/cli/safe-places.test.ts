// Where verbs send tokens and secrets, and where they refuse to.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requireSafePlace } from '../../../cli/safe-places.ts';
import { runGordian } from '../../support/run-gordian.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-places-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(settings: string): string {
  const file = join(folder, `${settings.replace(/\W/g, '')}.yaml`);
  writeFileSync(file, `${settings}\n`);
  return file;
}

const list = ['subgraph', 'list'];
const plain = /over https|everybody on the way/;

test.each([
  ['--registry is http', [...list, '--registry', 'http://registry.internal']],
  ['--token-url http', [...list, '--token-url', 'http://identity.internal/token']],
  ['--url is http', ['usage', '--url', 'http://gateway.internal']],
  ['--registry (from the configuration file)', [...list, '--config', fileOf('registry: http://registry.internal')]],
  [
    '--remote is http',
    ['dev', join(import.meta.dirname, '../../../templates/project'), '--remote', 'http://r.internal'],
  ],
])('%s: no secret goes there', async (_, args) => {
  await expect(runGordian(args, { GORDIAN_TOKEN: 'secret' })).rejects.toThrow(plain);
});

test.each([
  'https://registry.example.com',
  'http://127.0.0.1:4006',
  'http://localhost:4006',
  'http://[::1]:4006',
])('%s may get one', (place) => {
  expect(() => requireSafePlace(place, '--registry', {})).not.toThrow();
});

test('a host that the environment names may get one over http, and no other', () => {
  const environment = { GORDIAN_PLAIN_HTTP_HOSTS: 'metadata identity:4000' };
  expect(() => requireSafePlace('http://metadata:4000', '--registry', environment)).not.toThrow();
  expect(() => requireSafePlace('http://identity:4000/token', '--token-url', environment)).not.toThrow();
  expect(() => requireSafePlace('http://identity:5000/token', '--token-url', environment)).toThrow(plain);
  expect(() => requireSafePlace('http://metadata.evil.example', '--registry', environment)).toThrow(plain);
});
