import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlayground } from '../../../gateway/playground/playground.ts';
import { savedQueryFolder } from '../../../gateway/playground/saved-queries.ts';
import { anonymous } from '../../../kit/caller.ts';
import { silentLog } from '../../../kit/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-queries-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text = '{ a }') => {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const read = () => savedQueryFolder(folder, silentLog).read();

test('the .graphql files of a folder and of those below are listed with their texts', async () => {
  write('b.graphql', '{ b }');
  write('sales/a.graphql', '{ a }');
  write('README.md');
  write('.git/c.graphql');

  expect(await read()).toEqual({
    queries: [
      { file: 'b.graphql', text: '{ b }' },
      { file: 'sales/a.graphql', text: '{ a }' },
    ],
    problems: [],
  });
});

test('what is too large, too many, too deep or a link is left out, and it is said which', async () => {
  for (let index = 0; index < 201; index++) write(`q/${String(index).padStart(3, '0')}.graphql`);
  write('a-large.graphql', `{ ${'a '.repeat(40_000)} }`);
  write('1/2/3/4/5/deep.graphql');
  symlinkSync('/etc/hostname', join(folder, 'link.graphql'));

  const { queries, problems } = await read();

  expect(queries).toHaveLength(199);
  expect(problems).toEqual([
    'Only the first 200 of 202 queries are listed.',
    'a-large.graphql has 80004 bytes; at most 65536 are read.',
  ]);
});

test('a folder that goes away is said to, and what is read anew is what is there', async () => {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  const saved = savedQueryFolder(folder, silentLog);
  rmSync(folder, { recursive: true });
  expect((await saved.read()).problems).toEqual(['The folder of saved queries cannot be read at the moment.']);
  mkdirSync(folder);
  write('a.graphql');
  expect((await read()).queries).toHaveLength(1);
});

test('a gateway does not start on a folder that there is not', () => {
  expect(() => savedQueryFolder(join(folder, 'none'), silentLog)).toThrow('playground.queries');
});

test('they are for whoever is signed in; without a folder there are none, for anybody', async () => {
  write('a.graphql');
  const playground = createPlayground({ demoHosts: [], queries: folder, hasIssuers: true }, silentLog);
  await expect(playground.savedQueries(anonymous)).rejects.toThrow('Sign in');
  expect((await playground.savedQueries({ ...anonymous, subject: 'ada' })).queries).toHaveLength(1);
  const nobodyCan = createPlayground({ demoHosts: [], queries: folder, hasIssuers: false }, silentLog);
  expect((await nobodyCan.savedQueries(anonymous)).queries).toHaveLength(1);
  expect(await createPlayground({ demoHosts: [], hasIssuers: true }, silentLog).savedQueries(anonymous)).toEqual({
    queries: [],
    problems: [],
  });
});
