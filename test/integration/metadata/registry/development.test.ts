// What `gordian dev` asks of a registry that runs: versions where a file's own is taken, and part of a graph elsewhere.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRemoteSubgraphs } from '../../../../cli/dev/remote-subgraphs.ts';
import { createStampedRegistration, type StampedRegistration } from '../../../../cli/dev/stamped-registration.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people } from '../two-domains.ts';
import { changedPeople, withoutNick } from './publishing.ts';

let metadata: MetadataUnderTest;
let state: string;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'gordian-versions-'));
  metadata = await startMetadata();
});
afterAll(async () => {
  rmSync(state, { recursive: true });
  await metadata.close();
});

const access = async (scope = 'gordian:contract:write gordian:contract:force') => ({
  url: new URL(metadata.url),
  token: await metadata.token(scope, { domains: '*' }),
});

function registration(): StampedRegistration {
  return createStampedRegistration({
    access,
    urlOf: (name) => `http://127.0.0.1:9999/${name}`,
    keptIn: join(state, 'versions.json'),
  });
}

test('every save is registered, breaking or not, under a version that the file does not have', async () => {
  const versions: string[] = [];
  const version = people().contracts[0]!.text.match(/^version: (.*)$/m)![1]!;
  // The third is the first again, after a restart that remembers.
  const saves = [
    people(),
    withoutNick(version),
    people(),
    changedPeople(version, (text) => text.replaceAll('nick', 'alias')),
  ];
  for (const save of saves) {
    const answer = await registration().register([save]);
    expect(answer).toMatchObject({ ok: true, status: 'published' });
    versions.push(answer.products[0]!.version);
  }
  expect(versions).toEqual([version, '2.0.0', '3.0.0', '4.0.0']);
  expect(JSON.parse(readFileSync(join(state, 'versions.json'), 'utf8'))).toEqual({
    [saves[0]!.contracts[0]!.file]: '4.0.0',
  });
});

test('what is wrong is told at the place where it stands in the file', async () => {
  const broken = changedPeople('1.0.0', (text) => text.replaceAll('nick', 'alias'));
  const answer = await registration().check([{ ...broken, sdl: broken.sdl.replace('alias', 'unknown') }]);
  expect(answer.ok).toBe(false);
  const line = broken.contracts[0]!.text.split('\n').findIndex((text) => text.includes('name: alias')) + 1;
  expect(answer.problems).toContainEqual(expect.objectContaining({ file: broken.contracts[0]!.file, line }));
});

test('publishers read what is in force elsewhere, byte for byte; others do not', async () => {
  const [subgraph] = await readRemoteSubgraphs(await access('gordian:contract:write'), 'prod');
  expect(subgraph).toMatchObject({ name: 'people', url: 'http://127.0.0.1:9999/people', file: people().file });
  expect(subgraph!.contracts[0]!.text).toContain('version: 4.0.0');
  await expect(readRemoteSubgraphs(await access('openid'), 'prod')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(readRemoteSubgraphs(await access('gordian:contract:write'), 'empty')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
