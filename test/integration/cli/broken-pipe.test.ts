// A verb whose reader has read enough: `gordian ... | head`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compiledTree } from '../../support/compiled-tree.ts';

const tree = compiledTree();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-pipe-'));
  // Alone in its folder: the subgraphs beside one are read with it.
  mkdirSync(join(folder, 'people'));
  writeFileSync(join(folder, 'people/contract.yaml'), 'kind: Nothing\n');
  writeFileSync(join(folder, 'people/schema.graphql'), 'type Query { a: Int }\n');
  writeFileSync(join(folder, 'names.graphql'), 'query Names { a }\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  [['contract', 'lint'], 1],
  [['explain', '--help'], 0],
])('gordian %j ends with what it has found, and no stack', async (verb, exitCode) => {
  const args = verb[0] === 'contract' ? [...verb, join(folder, 'people')] : verb;
  const gordian = spawn(process.execPath, [join(tree, 'cli/main.js'), ...args]);
  gordian.stdout.destroy();
  let said = '';
  gordian.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  expect([await once(gordian, 'close'), said]).toEqual([[exitCode, null], expect.not.stringContaining('EPIPE')]);
});

test('a verb whose notes nobody reads still gives its data', async () => {
  const args = [join(tree, 'cli/main.js'), 'operation', 'extract', join(folder, 'names.graphql')];
  const gordian = spawn(process.execPath, args);
  gordian.stderr.destroy();
  let data = '';
  gordian.stdout.setEncoding('utf8').on('data', (text: string) => {
    data += text;
  });
  expect([await once(gordian, 'close'), data]).toEqual([[0, null], expect.stringContaining('query Names')]);
});
